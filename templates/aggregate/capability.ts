import {
  addMessage,
  addNamedImport,
  addProtoImport,
  addToListProperty,
  addToResult,
  addTypeMember,
  defineCapability,
  isListed,
  spellingOf,
  type Change,
  type PlanInput,
} from '../../src/scaffold/kit.ts';
import { layered } from '../cache/changes.ts';
import { hasRest, offerChanges, offerView } from '../rest/offer.ts';
import { chassisMigration } from '../service/migration.ts';
import { historyMistakes, nameMistakes, placeMistakes } from './mistakes.ts';
import { aggregateIn, eventSourcedView, type AggregateAnswers, type EventSourcedView } from './names.ts';

export default defineCapability({
  id: 'aggregate',
  verb: 'new',
  into: 'in',
  summary: 'an event-sourced aggregate: what happened to it is kept, its state is made of that',
  needs: ['service'],
  examples: [
    'msvc new aggregate account --events AccountOpened,MoneyDeposited,MoneyWithdrawn --in bank',
    'msvc new aggregate account --events AccountOpened,AccountClosed --snapshot-every 50 --in bank --dry-run',
  ],
  questions: {
    name: {
      kind: 'text',
      positional: true,
      ask: 'What is it called?',
      help: 'name of the aggregate, as in account',
      placeholder: 'account',
      mistakes: nameMistakes,
    },
    events: {
      kind: 'list',
      ask: 'What can happen to it, its beginning first?',
      help: 'what can happen to it, the beginning first, as in AccountOpened,MoneyDeposited',
      placeholder: 'AccountOpened, MoneyDeposited',
      default: (known) => [`${aggregateIn(known)}Opened`, `${aggregateIn(known)}Changed`],
      mistakes: historyMistakes,
    },
    in: {
      kind: 'choice',
      ask: 'Which service has it?',
      help: 'the service that has it',
      choices: ({ workspace }) => workspace.services.map(({ name }) => ({ value: name })),
      mistakes: placeMistakes,
    },
    snapshotEvery: {
      kind: 'number',
      detail: true,
      ask: 'After how many events is a snapshot taken?',
      help: 'after so many events a snapshot saves replaying them: 100',
      default: () => 100,
      mistakes: (events) => (Number.isInteger(events) && events >= 2 ? [] : ['a whole number, 2 or more']),
    },
  },
  *plan(input) {
    const { render, files } = input;
    const view = eventSourcedView(input);
    yield* missing(render.folder('files', view, '.'), files);
    yield eventsChange(view);
    yield* chassisMigration(input, {
      slug: 'event-sourcing',
      module: 'event-sourcing/tables',
      migration: 'eventSourcingTables',
    });
    yield* offeringChanges(view);
    if (hasRest(input)) {
      const contract = render.file('files/contracts/__context.snake__/v1/__aggregate.snake__.proto.hbs', view);
      yield* offerChanges(input, offerView(input, { name: view.aggregate.kebab, contract, isSaga: false }));
    }
    yield* schemaChanges(input);
    yield {
      kind: 'append-text',
      path: 'CONTRIBUTING.md',
      text: render.file('fragments/contributing.md', {}),
      unless: '## Event sourcing',
    };
  },
  nextSteps: ({ answers, service }) => [
    'npm install',
    'npm run check',
    `open ${service.path}/domain/${spellingOf(answers.name).kebab}.ts`,
  ],
});

type Input = PlanInput<AggregateAnswers>;

/** The chassis is its owner's once it is there. */
const missing = (changes: readonly Change[], files: Input['files']): readonly Change[] =>
  changes.filter(({ path }) => !path.startsWith('chassis/') || files.read(path) === undefined);

/** Its events are read by schemas, with the version of zod that the chassis has. */
function* schemaChanges({ files, service: { path } }: Input): Generator<Change> {
  const zod = /"zod":\s*"([^"]+)"/.exec(files.read('chassis/package.json') ?? '')?.[1];
  if (zod === undefined) return;
  yield { kind: 'merge-json', path: `${path}/package.json`, fragment: { dependencies: { zod } } };
}

/** What others hear of it. */
const eventsChange = ({ context, aggregate, begin, changes }: EventSourcedView): Change => ({
  kind: 'edit-proto',
  path: `contracts/${context.snake}/v1/events.proto`,
  edit: (proto) =>
    [begin, ...changes].reduce(
      (text, { event }) => addMessage(text, { name: event.pascal, text: messageOf(event.pascal, aggregate.snake) }),
      addProtoImport(proto, 'google/protobuf/timestamp.proto'),
    ),
});

const messageOf = (event: string, aggregate: string): string => `message ${event} {
  string ${aggregate}_id = 1;
  // The name that whoever asked for it gave it.
  string reference = 2;
  // In the smallest unit of what is counted: cents, pieces.
  int64 amount = 3;
  google.protobuf.Timestamp occurred_at = 4;
}`;

/** The context offers it: a store among its stores, a service among its services. */
function* offeringChanges({ aggregate, service: { path } }: EventSourcedView): Generator<Change> {
  const repository = `${aggregate.pascal}Repository`;
  yield {
    kind: 'edit-typescript',
    path: `${path}/application/ports.ts`,
    edit: (file) => {
      addNamedImport(file, `./${aggregate.kebab}-repository.ts`, `type ${repository}`);
      addTypeMember(file, 'Stores', `readonly ${aggregate.plural}: ${repository}`);
    },
  };
  yield {
    kind: 'edit-typescript',
    path: `${path}/adapters/store/stores.ts`,
    edit: (file) => {
      addNamedImport(file, `./${aggregate.kebab}-repository.ts`, `${aggregate.camel}Repository`);
      addToResult(file, 'storesIn', `${aggregate.plural}: ${aggregate.camel}Repository(tx)`);
    },
  };
  yield {
    kind: 'edit-typescript',
    path: `${path}/context.ts`,
    edit: (file) => {
      addNamedImport(file, `./adapters/rpc/${aggregate.kebab}-service.ts`, `${aggregate.camel}Service`);
      const made = `${aggregate.camel}Service({ atomically })`;
      if (!isListed(file, `${aggregate.camel}Service`))
        addToListProperty(file, 'rpc', { element: made, behind: 'rpc' });
      // What limits and caches the calls to the context does so with these as well.
      layered(file, `${aggregate.camel}Service`, { hasReads: true });
    },
  };
}
