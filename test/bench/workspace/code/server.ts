import { camelOf, constantOf, pascalOf, snakeOf, type Planned } from '../plan.ts';
import { clientClass, variableOf } from './clients.ts';

const clientImports = ({ calls }: Planned): string =>
  calls.map((call) => `import { ${clientClass(call)} } from './clients/${call.to.name}.client';\n`).join('');
const parameters = ({ calls }: Planned): string =>
  calls.map((call) => `    private readonly ${camelOf(call.to.name)}: ${clientClass(call)},\n`).join('');

/** The use cases: ask others, keep, tell. */
export const useCases = (service: Planned): string => `${
  service.stack === 'nest' ? "import { Injectable } from '@nestjs/common';\n" : ''
}${clientImports(service)}import { Publisher } from './events/publisher';
import { Repository } from './store/repository';

${service.stack === 'nest' ? '@Injectable()\n' : ''}export class ${pascalOf(service.noun)}Service {
  constructor(
${parameters(service)}    private readonly repository: Repository,
    private readonly publisher: Publisher,
  ) {}

  async find(id: string): Promise<unknown> {
    const found = await this.repository.find(id);
    if (!found) throw new Error(\`no ${service.noun} \${id}\`);
    return found;
  }

  async change(id: string, state: string): Promise<void> {
${service.calls.map(({ to }) => `    await this.${camelOf(to.name)}.find(id);`).join('\n')}
    await this.repository.save(id, state);
    await this.publisher.changed(id, state);
  }
}
`;

/** Files that serve, below the service's folder. */
export function serverFiles(service: Planned): Readonly<Record<string, string>> {
  if (service.stack === 'nest')
    return {
      'src/main.ts': service.grpc ? nestGrpcMain(service) : nestMain,
      'src/app.module.ts': nestModule(service),
      'src/controller.ts': service.grpc ? nestGrpcController(service) : nestController(service),
    };
  if (service.grpc) return { 'src/main.ts': grpcMain(service) };
  return service.stack === 'express'
    ? { 'src/main.ts': expressMain(service), 'src/router.ts': expressRouter(service) }
    : { 'src/main.ts': fastifyMain(service) };
}

const nestMain = `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';
import { Listener } from './events/listener';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.enableShutdownHooks();
  await app.get(Listener).start();
  await app.listen(process.env.PORT ?? 3000);
}
void bootstrap();
`;

const nestGrpcMain = ({ name }: Planned): string => `import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { AppModule } from './app.module';
import { Listener } from './events/listener';

async function bootstrap() {
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(AppModule, {
    transport: Transport.GRPC,
    options: {
      package: '${snakeOf(name)}',
      protoPath: join(__dirname, '../../../packages/contracts/proto/${name}.proto'),
      url: '0.0.0.0:50051',
    },
  });
  await app.get(Listener).start();
  await app.listen();
}
void bootstrap();
`;

const nestModule = (service: Planned): string => {
  const grpc = service.calls.filter(({ style }) => style === 'grpc');
  const registered = grpc.map(
    (call) => `      {
        name: '${constantOf(call.to.name)}_PACKAGE',
        transport: Transport.GRPC,
        options: {
          package: '${snakeOf(call.to.name)}',
          protoPath: join(__dirname, '../../../packages/contracts/proto/${call.to.name}.proto'),
          url: process.env.${variableOf(call)},
        },
      },`,
  );
  return `import { join } from 'node:path';
import { HttpModule } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { ClientsModule, Transport } from '@nestjs/microservices';
${clientImports(service)}import { ${pascalOf(service.noun)}Controller } from './controller';
import { Listener } from './events/listener';
import { Publisher } from './events/publisher';
import { Repository } from './store/repository';
import { ${pascalOf(service.noun)}Service } from './use-cases';

@Module({
  imports: [
    ConfigModule.forRoot({ isGlobal: true }),
    HttpModule,
    ClientsModule.register([
${registered.join('\n')}
    ]),
  ],
  controllers: [${pascalOf(service.noun)}Controller],
  providers: [${service.calls.map((call) => `${clientClass(call)}, `).join('')}Listener, Publisher, Repository, ${pascalOf(service.noun)}Service],
})
export class AppModule {}
`;
};

const nestController = ({
  noun,
}: Planned): string => `import { Body, Controller, Get, Param, Patch } from '@nestjs/common';
import { ChangeDto } from './dto/change.dto';
import { ${pascalOf(noun)}Service } from './use-cases';

@Controller('${noun}s')
export class ${pascalOf(noun)}Controller {
  constructor(private readonly service: ${pascalOf(noun)}Service) {}

  @Get(':id')
  find(@Param('id') id: string) {
    return this.service.find(id);
  }

  @Patch(':id')
  change(@Param('id') id: string, @Body() body: ChangeDto) {
    return this.service.change(id, body.state);
  }
}
`;

const nestGrpcController = ({ name, noun }: Planned): string => `import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { ${pascalOf(noun)}Service } from './use-cases';

@Controller()
export class ${pascalOf(noun)}Controller {
  constructor(private readonly service: ${pascalOf(noun)}Service) {}

  @GrpcMethod('${pascalOf(name)}', 'Find')
  find(request: { id: string }) {
    return this.service.find(request.id);
  }

  @GrpcMethod('${pascalOf(name)}', 'Change')
  change(request: { id: string; fields: { state: string } }) {
    return this.service.change(request.id, request.fields.state);
  }
}
`;

const composition = (service: Planned): string => `const repository = new Repository();
const service = new ${pascalOf(service.noun)}Service(${service.calls.map((call) => `new ${clientClass(call)}(), `).join('')}repository, new Publisher());
`;
const compositionImports = (service: Planned): string =>
  `${clientImports(service)}import { Listener } from './events/listener';
import { Publisher } from './events/publisher';
import { Repository } from './store/repository';
import { ${pascalOf(service.noun)}Service } from './use-cases';
`;

const expressMain = (service: Planned): string => `import express from 'express';
${compositionImports(service)}import { routerOf } from './router';

${composition(service)}const app = express();
app.use(express.json());
app.use('/${service.noun}s', routerOf(service));
app.get('/healthz', (_, response) => response.send('ok'));
void new Listener(repository).start();
app.listen(Number(process.env.PORT ?? 3000));
`;

const expressRouter = ({ noun }: Planned): string => `import { Router } from 'express';
import type { ${pascalOf(noun)}Service } from './use-cases';

export function routerOf(service: ${pascalOf(noun)}Service): Router {
  const router = Router();
  router.get('/:id', async (request, response, next) => {
    try {
      response.json(await service.find(request.params.id));
    } catch (error) {
      next(error);
    }
  });
  router.patch('/:id', async (request, response) => {
    await service.change(request.params.id, request.body.state);
    response.status(204).end();
  });
  return router;
}
`;

const fastifyMain = (service: Planned): string => `import Fastify from 'fastify';
${compositionImports(service)}
${composition(service)}const app = Fastify({ logger: true });

app.get<{ Params: { id: string } }>('/${service.noun}s/:id', async (request) => service.find(request.params.id));
app.route<{ Params: { id: string }; Body: { state: string } }>({
  method: 'PATCH',
  url: '/${service.noun}s/:id',
  handler: async (request, reply) => {
    await service.change(request.params.id, request.body.state);
    return reply.code(204).send();
  },
});

void new Listener(repository).start();
void app.listen({ host: '0.0.0.0', port: Number(process.env.PORT ?? 3000) });
`;

const grpcMain = (service: Planned): string => `import { join } from 'node:path';
import { Server, ServerCredentials, loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
${compositionImports(service)}
${composition(service)}const definition = loadSync(join(__dirname, '../../../packages/contracts/proto/${service.name}.proto'));
const { ${snakeOf(service.name)} } = loadPackageDefinition(definition) as any;

const server = new Server();
server.addService(${snakeOf(service.name)}.${pascalOf(service.name)}.service, {
  find: (call: any, done: any) => service.find(call.request.id).then((found) => done(null, found), done),
  change: (call: any, done: any) => service.change(call.request.id, call.request.fields.state).then(() => done(null, {}), done),
});
void new Listener(repository).start();
server.bindAsync('0.0.0.0:50051', ServerCredentials.createInsecure(), () => {});
`;
