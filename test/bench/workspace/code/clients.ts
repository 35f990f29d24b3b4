import { camelOf, constantOf, pascalOf, snakeOf, type Call, type Planned } from '../plan.ts';

/** The variable that says where a service answers. */
export const variableOf = ({ to, style }: Call): string =>
  `${constantOf(to.name)}_${style === 'grpc' ? 'ADDRESS' : 'URL'}`;

export const clientClass = ({ to }: Call): string => `${pascalOf(to.name)}Client`;

/** The file in which a service asks another, in one of the styles people write. */
export function clientFile(service: Planned, call: Call): string {
  const { to, style } = call;
  if (style === 'grpc') return service.stack === 'nest' ? nestGrpc(call) : grpcJs(call);
  const name = clientClass(call);
  const variable = variableOf(call);
  const path = `/${to.noun}s`;
  if (style === 'nest-http')
    return `import { HttpService } from '@nestjs/axios';
import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { firstValueFrom } from 'rxjs';

@Injectable()
export class ${name} {
  constructor(private readonly http: HttpService, private readonly config: ConfigService) {}

  async find(id: string): Promise<unknown> {
    const base = this.config.get<string>('${variable}');
    const { data } = await firstValueFrom(this.http.get(\`\${base}${path}/\${id}\`, { timeout: 2000 }));
    return data;
  }
}
`;
  if (style === 'axios-class')
    return `import axios, { type AxiosInstance } from 'axios';
${service.stack === 'nest' ? "import { Injectable } from '@nestjs/common';\n\n@Injectable()" : ''}
export class ${name} {
  private readonly http: AxiosInstance;

  constructor() {
    this.http = axios.create({ baseURL: process.env.${variable}, timeout: 3000 });
  }

  async find(id: string): Promise<unknown> {
    const response = await this.http.get(\`${path}/\${id}\`);
    return response.data;
  }
}
`;
  if (style === 'shared-client')
    return `import { JsonClient } from '@bench/http';
import { config } from '../config';

export class ${name} extends JsonClient {
  constructor() {
    super(config.${camelOf(to.name)}Url);
  }

  find(id: string): Promise<unknown> {
    return this.getJson(\`${path}/\${id}\`);
  }
}
`;
  return `import { config } from '../config';

export class ${name} {
  async find(id: string): Promise<unknown> {
    const response = await fetch(\`\${config.${camelOf(to.name)}Url}${path}/\${encodeURIComponent(id)}\`);
    if (!response.ok) throw new Error(\`${to.name} answered \${response.status}\`);
    return response.json();
  }
}
`;
}

const protoPackage = (to: Planned): string => snakeOf(to.name);

const nestGrpc = (call: Call): string => `import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { ClientGrpc } from '@nestjs/microservices';
import { firstValueFrom, type Observable } from 'rxjs';

interface ${pascalOf(call.to.name)}Service {
  find(request: { id: string }): Observable<{ id: string; state: string }>;
}

@Injectable()
export class ${clientClass(call)} implements OnModuleInit {
  private service!: ${pascalOf(call.to.name)}Service;

  constructor(@Inject('${constantOf(call.to.name)}_PACKAGE') private readonly client: ClientGrpc) {}

  onModuleInit(): void {
    this.service = this.client.getService<${pascalOf(call.to.name)}Service>('${pascalOf(call.to.name)}');
  }

  find(id: string): Promise<unknown> {
    return firstValueFrom(this.service.find({ id }));
  }
}
`;

const grpcJs = (call: Call): string => `import { join } from 'node:path';
import { credentials, loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const definition = loadSync(join(__dirname, '../../../../packages/contracts/proto/${call.to.name}.proto'));
const { ${protoPackage(call.to)} } = loadPackageDefinition(definition) as any;

export class ${clientClass(call)} {
  private readonly client = new ${protoPackage(call.to)}.${pascalOf(call.to.name)}(process.env.${variableOf(call)}, credentials.createInsecure());

  find(id: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.client.find({ id }, { deadline: Date.now() + 1000 }, (error: Error | null, reply: unknown) =>
        error ? reject(error) : resolve(reply),
      );
    });
  }
}
`;

/** The contract of a service that answers over gRPC. */
export const protoFile = (to: Planned): string => `syntax = "proto3";

package ${protoPackage(to)};

service ${pascalOf(to.name)} {
  rpc Find (FindRequest) returns (FindReply);
  rpc Change (ChangeRequest) returns (FindReply);
}

message FindRequest {
  string id = 1;
}

message ChangeRequest {
  string id = 1;
  map<string, string> fields = 2;
}

message FindReply {
  string id = 1;
  string state = 2;
  repeated string tags = 3;
}
`;
