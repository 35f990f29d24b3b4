import { clientFile, protoFile, variableOf } from './code/clients.ts';
import { domainFile, domainTest } from './code/domain.ts';
import { listenerFile, publisherFile, topicsFile } from './code/events.ts';
import { composeFile, manifestFiles, rootCompose } from './code/manifests.ts';
import { serverFiles, useCases } from './code/server.ts';
import { storeFiles } from './code/store.ts';
import { camelOf, pascalOf, type Planned } from './plan.ts';
import { randomOf } from './random.ts';

export type Tree = Readonly<Record<string, string>>;
/** Services that one compose file runs. */
const perCompose = 20;
const filesPerService = 50;

/** Every file of the workspace, a service's at a time: a thousand services need not lie in memory at once. */
export function* treesOf(services: readonly Planned[]): Generator<Tree> {
  yield rootTree(services);
  for (const service of services) yield under(`services/${service.name}`, serviceTree(service));
}

const under = (folder: string, tree: Tree): Tree =>
  Object.fromEntries(Object.entries(tree).map(([path, text]) => [`${folder}/${path}`, text]));

function rootTree(services: readonly Planned[]): Tree {
  const groups = Array.from({ length: Math.ceil(services.length / perCompose) }, (_, at) =>
    services.slice(at * perCompose, (at + 1) * perCompose),
  );
  return {
    'package.json': `${JSON.stringify({ name: 'bench', private: true, workspaces: ['packages/*', 'services/*'] }, undefined, 2)}\n`,
    'tsconfig.base.json':
      '{\n  "compilerOptions": { "strict": true, "target": "es2022", "experimentalDecorators": true }\n}\n',
    'compose.yaml': rootCompose(groups.length),
    ...Object.fromEntries(groups.map((group, at) => [`deploy/compose/group-${at}.yaml`, composeFile(group)])),
    ...Object.fromEntries(
      services.filter(({ grpc }) => grpc).map((to) => [`packages/contracts/proto/${to.name}.proto`, protoFile(to)]),
    ),
    ...library('contracts', 'export const version = 1;\n'),
    ...library('events', topicsFile(services)),
    ...library('http', httpClient),
    ...library('log', 'export const log = (words: string): void => console.log(JSON.stringify({ words }));\n'),
  };
}

const library = (name: string, text: string): Tree => ({
  [`packages/${name}/package.json`]: `${JSON.stringify({ name: `@bench/${name}`, version: '1.0.0', main: 'src/index.ts' }, undefined, 2)}\n`,
  [`packages/${name}/src/index.ts`]: text,
});

const httpClient = `import axios, { type AxiosInstance } from 'axios';

/** Asks in JSON. */
export abstract class JsonClient {
  protected readonly http: AxiosInstance;

  protected constructor(baseURL: string) {
    this.http = axios.create({ baseURL, timeout: 5000 });
  }

  protected async getJson(path: string): Promise<unknown> {
    const { data } = await this.http.get(path);
    return data;
  }
}
`;

function serviceTree(service: Planned): Tree {
  const speaking: Tree = {
    ...manifestFiles(service),
    ...storeFiles(service),
    ...serverFiles(service),
    'src/config.ts': configFile(service),
    'src/use-cases.ts': useCases(service),
    'src/dto/change.dto.ts': changeDto,
    'src/events/publisher.ts': publisherFile(service),
    'src/events/listener.ts': listenerFile(service),
    ...Object.fromEntries(
      service.calls.map((call) => [`src/clients/${call.to.name}.client.ts`, clientFile(service, call)]),
    ),
  };
  return { ...speaking, ...quietFiles(service, filesPerService - Object.keys(speaking).length) };
}

/** Domain files with a test for every third. */
function quietFiles({ noun, seed }: Planned, count: number): Tree {
  const random = randomOf(seed);
  const names = Array.from({ length: Math.ceil((count * 3) / 4) }, (_, at) => `${noun}-rule-${at}`);
  const tested = names.slice(0, count - names.length);
  return {
    ...Object.fromEntries(
      names.map((name, at) => [
        `src/domain/${name}.ts`,
        domainFile(name, names.slice(Math.max(0, at - random.below(3)), at), random),
      ]),
    ),
    ...Object.fromEntries(tested.map((name) => [`test/${name}.spec.ts`, domainTest(name, random)])),
  };
}

const configFile = ({ calls }: Planned): string => `const required = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(\`\${name} is not set\`);
  return value;
};

export const config = {
  port: Number(process.env.PORT ?? 3000),
  logLevel: process.env.LOG_LEVEL ?? 'info',
${calls
  .filter(({ style }) => style === 'fetch-config' || style === 'shared-client')
  .map((call) => `  ${camelOf(call.to.name)}Url: required('${variableOf(call)}'),`)
  .join('\n')}
};
`;

const changeDto = `import { IsOptional, IsString, Length } from 'class-validator';

export class ${pascalOf('change')}Dto {
  @IsString()
  @Length(1, 40)
  state!: string;

  @IsOptional()
  @IsString()
  label?: string;
}
`;
