import {
  addBinding,
  addMessage,
  addMethodGiven,
  addNamedImport,
  addRpc,
  addStatementBeforeReturn,
  addToListProperty,
  addToObjectGiven,
  addToProperty,
  addTypeMember,
  type Change,
  type PlanInput,
} from '../../src/scaffold/kit.ts';
import type { AclView } from './view.ts';

type Input = Pick<PlanInput<unknown>, 'render' | 'files'>;
type Edit = Extract<Change, { kind: 'edit-typescript' }>['edit'];

/** The layer itself, the port that it fills, and their test. */
export function* layerChanges({ render, files }: Input, view: AclView): Generator<Change> {
  const { service, system, about } = view;
  // The chassis is its owner's once it is there.
  for (const change of render.folder('files', {}, '.')) if (files.read(change.path) === undefined) yield change;
  for (const [fragment, path] of [
    ['domain.ts.hbs', `domain/${about.kebab}.ts`],
    ['model.ts.hbs', `acl/${system.name}/model.ts`],
    ['translate.ts.hbs', `acl/${system.name}/translate.ts`],
    ['client.ts.hbs', `acl/${system.name}/client.ts`],
    ['test.ts.hbs', `test/${system.name}.test.ts`],
  ] as const) {
    yield { kind: 'create', path: `${service.path}/${path}`, content: render.file(`fragments/${fragment}`, view) };
  }
  yield {
    kind: 'merge-json',
    path: `${service.path}/package.json`,
    fragment: { dependencies: { zod: '4.6.7' }, devDependencies: { pino: '10.4.0' } },
  };
}

/** How it is put to work, and an RPC that leads to it. */
export function* edgeChanges({ render }: Input, view: AclView): Generator<Change> {
  const { service, context, about, aggregate } = view;
  const edit = (path: string, change: Edit): Change => ({
    kind: 'edit-typescript',
    path: `${service.path}/${path}`,
    edit: change,
  });
  yield edit('context.ts', contextEdit(view));
  yield edit(`adapters/rpc/${context.name}-service.ts`, (file) => {
    const module = `../../domain/${about.kebab}.ts`;
    addNamedImport(file, module, `${about.plural}Away`);
    addNamedImport(file, module, `type ${about.plural}`);
    addTypeMember(file, 'Dependencies', `readonly ${about.pluralCamel}: ${about.plural}`);
    addBinding(file, `${context.camel}Service`, about.pluralCamel);
    const text = render.file('fragments/handler.ts.hbs', view).trim();
    addMethodGiven(file, 'implement', { name: `get${about.pascal}`, text });
    const mend = `as${about.plural}Away`;
    if (file.getFunction(mend)) return;
    file.insertText(
      file.getEnd(),
      `\nfunction ${mend}(error: unknown): never {
  if (error instanceof ${about.plural}Away) throw new RpcError('UNAVAILABLE', \`\${error.message}; try again\`);
  throw error;
}\n`,
    );
  });
  yield {
    kind: 'edit-proto',
    path: `contracts/${context.snake}/v1/${context.snake}.proto`,
    edit: (proto) => {
      const name = `Get${about.pascal}`;
      const asked = { name: `${name}Request`, text: `message ${name}Request {\n  string id = 1;\n}` };
      const fields = `  string name = 1;\n  string standing = 2;\n  // In the smallest unit of what is counted: cents, pieces.\n  int64 limit = 3;`;
      const answered = { name: `${name}Response`, text: `message ${name}Response {\n${fields}\n}` };
      const text = `// What is known of ${aggregate.article} ${aggregate.words} elsewhere. NOT_FOUND when nothing is, UNAVAILABLE while nobody can say.
rpc ${name}(${asked.name}) returns (${answered.name}) {
  option idempotency_level = NO_SIDE_EFFECTS;
}`;
      return addMessage(addMessage(addRpc(proto, `${context.pascal}Service`, { name, text }), asked), answered);
    },
  };
}

const contextEdit =
  ({ workspace, context, system, about }: AclView): Edit =>
  (file) => {
    const { constant, camel, name } = system;
    addNamedImport(file, `${workspace.scope}/chassis/foreign/foreign`, 'Foreign');
    addNamedImport(file, 'zod', 'z');
    addNamedImport(file, `./acl/${name}/client.ts`, about.pluralCamel);
    addToProperty(file, 'settings', `${constant}_URL: z.url().optional()`);
    addToProperty(file, 'settings', `${constant}_TOKEN: z.string().optional()`);
    for (const part of ['settings', 'metrics', 'log']) addBinding(file, 'build', part);
    const given = `context: '${context.name}', system: '${name}', url: settings.${constant}_URL, token: settings.${constant}_TOKEN`;
    const policy = 'policy: { timeoutMs: 2000, bulkhead: { calls: 20, waiting: 20 } }';
    addStatementBeforeReturn(file, 'build', `const ${camel} = new Foreign({ ${given}, ${policy}, metrics, log });`);
    addToObjectGiven(file, `${context.camel}Service`, `${about.pluralCamel}: ${about.pluralCamel}(${camel})`);
    addToListProperty(file, 'workers', { element: camel, behind: 'consumers' });
  };

/** Where it is found wherever the service runs, the relation on the map, and what people read of it. */
export function* platformChanges({ render }: Input, view: AclView): Generator<Change> {
  const { service, system } = view;
  for (const [fragment, path] of [
    ['compose.yaml.hbs', 'compose.yaml'],
    ['config.yaml.hbs', `${service.path}/k8s/config.yaml`],
    ['deployment.yaml.hbs', `${service.path}/k8s/deployment.yaml`],
    ['network-policy.yaml.hbs', `${service.path}/k8s/network-policy.yaml`],
    ['msvc.yaml.hbs', 'msvc.yaml'],
  ] as const) {
    yield { kind: 'merge-yaml', path, fragment: render.file(`fragments/${fragment}`, view), ifAbsent: 'skip' };
  }
  yield {
    kind: 'append-text',
    path: 'CONTRIBUTING.md',
    text: render.file('fragments/contributing.md', {}),
    unless: '## Foreign systems',
  };
  yield {
    kind: 'add-lines',
    path: `${service.path}/README.md`,
    lines: [`Speaks with ${system.name}, a foreign system, through \`acl/${system.name}/\` and nowhere else.`],
    after: 'Publishes `',
    ifAbsent: 'skip',
  };
}
