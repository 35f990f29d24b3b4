import {
  addNamedImport,
  addToProperty,
  defineCapability,
  type Change,
  type PlanInput,
} from '../../src/scaffold/kit.ts';
import { migrationChanges } from '../service/migration.ts';
import { offerChanges, offersOf, offerView, type OfferView } from './offer.ts';

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
    const [own, ...others] = offersOf(input);
    // The first one is there, be its contract empty.
    if (!own) return;
    const view = offerView(input, own, []);
    yield* render.folder('files', view, '.');
    yield* migrationChanges(input, 'idempotency-keys', render.file('fragments/idempotency-keys.ts', {}));
    yield variablesChange(input);
    yield* offerChanges(input, view);
    const taken = [...view.routes];
    for (const offer of others) {
      const beside = offerView(input, offer, taken);
      taken.push(...beside.routes);
      yield* offerChanges(input, beside);
    }
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

type Input = Pick<PlanInput<unknown>, 'service' | 'workspace'>;

/** What a process with a facade reads from its environment. */
const variablesChange = ({ service, workspace }: Input): Change => ({
  kind: 'edit-typescript',
  path: `${service.path}/context.ts`,
  edit: (file) => {
    addNamedImport(file, `${workspace.scope}/chassis/rest/facade`, 'restVariables');
    addToProperty(file, 'settings', '...restVariables');
  },
});

/** Scripts, ports, and what the formatter leaves alone. */
function* settingsChanges({ service }: Input, { folder, port }: OfferView): Generator<Change> {
  const script = `node ../../chassis/src/rest/write-openapi.ts adapters/rest ../../contracts/${folder}/openapi.json`;
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
