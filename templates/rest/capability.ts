import {
  addNamedImport,
  addToProperty,
  addToResult,
  defineCapability,
  fieldsIn,
  rpcsIn,
  spellingOf,
  type Change,
  type PlanInput,
} from '../../src/scaffold/kit.ts';
import { migrationChanges } from '../service/migration.ts';
import { routesIn } from './routes.ts';

export default defineCapability({
  id: 'rest',
  verb: 'add',
  summary: 'JSON over HTTP for callers from outside: OpenAPI, problem+json, Idempotency-Key',
  needs: ['service'],
  examples: ['msvc add rest --to orders', 'msvc add rest --to orders --dry-run'],
  questions: {
    to: {
      kind: 'choice',
      ask: 'Which service shall be reached over HTTP?',
      help: 'the service that shall be reached over HTTP',
      choices: ({ workspace }) => workspace.services.map(({ name }) => ({ value: name })),
    },
  },
  *plan(input) {
    const { service, render, files } = input;
    const view = viewOf(input);
    yield* render.folder('files', view, '.');
    yield* migrationChanges(input, 'idempotency-keys', render.file('fragments/idempotency-keys.ts', {}));
    yield contextChange(input, view.context);
    yield* settingsChanges(input, view);
    const kustomization = `${service.path}/k8s/kustomization.yaml`;
    if (files.read(kustomization) !== undefined)
      yield { kind: 'merge-yaml', path: kustomization, fragment: 'resources:\n  - rest.yaml\n' };
    yield {
      kind: 'add-lines',
      path: `${service.path}/README.md`,
      lines: ['', 'Callers from outside reach it over HTTP: see [adapters/rest](adapters/rest/README.md).'],
    };
  },
  nextSteps: ({ service }) => [
    `npm run openapi --workspace ${service.path}`,
    `npm test --workspace ${service.path}`,
    `open ${service.path}/adapters/rest/${service.contexts[0] ?? service.name}-api.ts`,
  ],
});

type Input = Pick<PlanInput<unknown>, 'service' | 'workspace' | 'files' | 'render'>;

function viewOf({ service, workspace, files }: Input) {
  const { kebab, pascal, camel, snake } = spellingOf(service.contexts[0] ?? service.name);
  const folder = `${snake}/v1`;
  const proto = files.read(`contracts/${folder}/${snake}.proto`) ?? '';
  const routes = routesIn(proto, 'v1');
  const read = routes.find(({ method, path, answers }) => method === 'GET' && path.endsWith('/{id}') && answers !== '');
  const made = routes.find(({ makes, path }) => makes !== '' && `${path}/{id}` === read?.path);
  const request = rpcsIn(proto).find(({ name }) => spellingOf(name).camel === made?.rpc)?.request ?? '';
  const fields = fieldsIn(proto, request);
  const names = fields.map(({ name }) => name).join();
  return {
    workspace,
    service,
    context: { name: kebab, pascal, camel, snake },
    folder,
    contract: `${folder}/${snake}`,
    routes,
    made: made && read ? made : false,
    read: read ?? false,
    resource: spellingOf(made?.answers ?? '').pascal,
    /** A field that tells one request from another. */
    changed: spellingOf(fields.find(({ type, repeated }) => type === 'string' && !repeated)?.name ?? '').camel,
    isBirth: made !== undefined && names === 'reference,amount',
    port: String(8000 + service.number),
  };
}
type View = ReturnType<typeof viewOf>;

/** The context answers over HTTP too, with the handlers it has, whatever else they stand on. */
const contextChange = ({ service, workspace }: Input, { name, camel }: View['context']): Change => ({
  kind: 'edit-typescript',
  path: `${service.path}/context.ts`,
  edit: (file) => {
    if (file.getImportDeclaration(`./adapters/rest/${name}-api.ts`)) return;
    const call = new RegExp(`\\b${camel}Service\\(\\{([^}]*)\\}\\)`).exec(file.getText());
    const others = (call?.[1] ?? '').split(',').filter((each) => each.trim() !== '' && each.trim() !== 'atomically');
    const dependencies = ['atomically: (work) => transaction((tx) => work(storesIn(tx)))', ...others].join(', ');
    addToProperty(file, 'settings', '...restVariables');
    const made = `restFacade({ api, database, service: (transaction) => ${camel}Service({ ${dependencies} }) })`;
    addToResult(file, 'build', `facades: [${made}]`);
    addNamedImport(file, `${workspace.scope}/chassis/rest/facade`, 'restFacade');
    addNamedImport(file, `${workspace.scope}/chassis/rest/facade`, 'restVariables');
    addNamedImport(file, `./adapters/rest/${name}-api.ts`, 'api');
  },
});

/** Scripts, ports, and what the formatter leaves alone. */
function* settingsChanges({ service }: Input, { context, folder, port }: View): Generator<Change> {
  const script = `node ../../chassis/src/rest/write-openapi.ts adapters/rest/${context.name}-api.ts ../../contracts/${folder}/openapi.json`;
  yield { kind: 'merge-json', path: `${service.path}/package.json`, fragment: { scripts: { openapi: script } } };
  yield {
    kind: 'merge-json',
    path: '.oxfmtrc.json',
    fragment: { ignorePatterns: ['contracts/**/openapi.json'] },
    ifAbsent: 'skip',
  };
  yield {
    kind: 'merge-yaml',
    path: 'compose.yaml',
    fragment: `services:\n  ${service.name}:\n    ports:\n      - "127.0.0.1:${port}:8000"\n`,
    ifAbsent: 'skip',
  };
}
