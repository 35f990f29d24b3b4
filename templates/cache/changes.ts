import {
  addBinding,
  addNamedImport,
  addStatementBeforeReturn,
  addToListProperty,
  addToProperty,
  isListed,
  spellingOf,
  wrapCall,
  wrapElement,
  type Change,
  type PlanInput,
} from '../../src/scaffold/kit.ts';

type Input = Pick<PlanInput<unknown>, 'service' | 'render' | 'workspace' | 'files'>;
type Edit = Extract<Change, { kind: 'edit-typescript' }>['edit'];
type File = Parameters<Edit>[0];

/** What stands between callers and handlers: a class of the chassis, kept in a constant, and what it does to a service. */
export type Layer = {
  /** Of the chassis: `rate-limit`. */
  readonly module: string;
  readonly className: string;
  readonly constant: string;
  readonly variables: string;
  /** Puts handlers inside: `rateLimited(ordersService({ … }), limit)`. */
  readonly wrap: (file: File, service: string) => void;
  /** Whether it is of use to a service that the context offers besides its own, by the text of its contract. */
  readonly covers: (contract: string) => boolean;
};

/** What can be answered from a cache. */
export const hasReads = (contract: string): boolean => contract.includes('NO_SIDE_EFFECTS');

/** Sets up a layer where the context is built, and lets go of it when the process stops. */
export function layerChange({ service, workspace, files }: Input, layer: Layer): Change {
  const context = spellingOf(service.contexts[0] ?? service.name);
  const module = `${workspace.scope}/chassis/${layer.module}`;
  return {
    kind: 'edit-typescript',
    path: `${service.path}/context.ts`,
    edit: (file) => {
      addNamedImport(file, module, layer.className);
      addNamedImport(file, module, layer.variables);
      addToProperty(file, 'settings', `...${layer.variables}`);
      for (const part of ['settings', 'metrics', 'log']) addBinding(file, 'build', part);
      const made = `const ${layer.constant} = new ${layer.className}({ context: '${context.kebab}', settings, metrics, log });`;
      addStatementBeforeReturn(file, 'build', made);
      layer.wrap(file, `${context.camel}Service`);
      for (const { handlers, name } of besides(file, context.kebab)) {
        const contract = files.read(`contracts/${context.snake}/v1/${spellingOf(name).snake}.proto`) ?? '';
        if (layer.covers(contract)) layer.wrap(file, handlers);
      }
      addToListProperty(file, 'workers', { element: `${layer.constant}.worker`, behind: 'consumers' });
    },
  };
}

/** What a context offers besides its own service, such as an aggregate: `accountService` of `account`. */
function besides(file: File, own: string): readonly { readonly handlers: string; readonly name: string }[] {
  return file.getImportDeclarations().flatMap((each) => {
    const name = /^\.\/adapters\/rpc\/(.+)-service\.ts$/.exec(each.getModuleSpecifierValue())?.[1];
    const handlers = `${spellingOf(name ?? '').camel}Service`;
    return name !== undefined && name !== own && isListed(file, handlers) ? [{ handlers, name }] : [];
  });
}

/** Puts what is offered besides inside the layers that the context has. */
export function layered(file: File, handlers: string, contract: { readonly hasReads: boolean }): void {
  const text = file.getText();
  if (contract.hasReads && text.includes('cachedReads('))
    wrapCall(file, handlers, { by: 'cachedReads', with: 'cache' });
  if (text.includes('rateLimited(')) wrapElement(file, handlers, { by: 'rateLimited', with: 'limit' });
}

/** A Redis beside the service, on this machine and in the cluster, and where it is found. */
export function* redisChanges({ service, render }: Input, variable: string): Generator<Change> {
  const view = { service, variable };
  for (const [fragment, path] of [
    ['compose.yaml.hbs', 'compose.yaml'],
    ['deployment.yaml.hbs', `${service.path}/k8s/deployment.yaml`],
    ['network-policy.yaml.hbs', `${service.path}/k8s/network-policy.yaml`],
  ] as const) {
    yield { kind: 'merge-yaml', path, fragment: render.file(`../cache/fragments/${fragment}`, view), ifAbsent: 'skip' };
  }
}

export const redisFile = ({ render }: Input): Change => ({
  kind: 'create',
  path: 'chassis/src/redis.ts',
  content: render.file('../cache/files/chassis/src/redis.ts', {}),
});

export const chassisDependencies = (dependencies: Readonly<Record<string, string>>): Change => ({
  kind: 'merge-json',
  path: 'chassis/package.json',
  fragment: { dependencies: { '@redis/client': '6.3.1', ...dependencies } },
});

/** Shared by all that can keep something in the process or in Redis. */
export const storeQuestion = {
  kind: 'choice',
  ask: 'Where is it kept?',
  help: 'process (each replica for itself) or redis (shared by all replicas)',
  choices: () => [
    { value: 'process', note: 'each replica for itself' },
    { value: 'redis', note: 'shared by all replicas' },
  ],
  default: () => 'process',
} as const;
