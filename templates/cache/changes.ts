import {
  addBinding,
  addNamedImport,
  addStatementBeforeReturn,
  addToListProperty,
  addToProperty,
  spellingOf,
  type Change,
  type PlanInput,
} from '../../src/scaffold/kit.ts';

type Input = Pick<PlanInput<unknown>, 'service' | 'render' | 'workspace'>;
type Edit = Extract<Change, { kind: 'edit-typescript' }>['edit'];

/** What stands between callers and handlers: a class of the chassis, kept in a constant, and what it does to a service. */
export type Layer = {
  /** Of the chassis: `rate-limit`. */
  readonly module: string;
  readonly className: string;
  readonly constant: string;
  readonly variables: string;
  /** Puts the handlers of the service inside: `rateLimited(ordersService({ … }), limit)`. */
  readonly wrap: (file: Parameters<Edit>[0], service: string) => void;
};

/** Sets up a layer where the context is built, and lets go of it when the process stops. */
export function layerChange({ service, workspace }: Input, layer: Layer): Change {
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
      addToListProperty(file, 'workers', { element: `${layer.constant}.worker`, behind: 'consumers' });
    },
  };
}

/** A Redis beside the service, on this machine and in the cluster, and where it is found. */
export function* redisChanges({ service, render }: Input, variable: string): Generator<Change> {
  const view = { service, variable };
  for (const [fragment, path] of [
    ['compose.yaml.hbs', 'compose.yaml'],
    ['config.yaml.hbs', `${service.path}/k8s/config.yaml`],
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
