import {
  addNamedImport,
  addToArray,
  addTypeBefore,
  addTypeMember,
  constantOf,
  defineCapability,
  fieldsIn,
  mistakeInName,
  severalOf,
  snakeOf,
  spellingOf,
  wordsOf,
  type Change,
  type Known,
  type PlanInput,
} from '../../src/scaffold/kit.ts';
import { contextChange } from '../consumer/changes.ts';
import { bornView, wasBorn } from '../service/born.ts';
import { consumedViews, groupedByContract } from '../service/consumed.ts';
import { eventMistakes } from '../service/contracts.ts';
import { migrationChanges } from '../service/migration.ts';

export default defineCapability({
  id: 'read-model',
  verb: 'add',
  summary: 'rows made of events, for queries; rebuilt from zero when asked',
  needs: ['service'],
  examples: [
    'msvc add read-model order-summary --from orders.v1.OrderPlaced,payments.v1.PaymentCaptured --to orders',
    'msvc add read-model order-summary --from orders.v1.OrderPlaced --to orders --dry-run',
  ],
  questions: {
    name: {
      kind: 'text',
      positional: true,
      ask: 'What is it called?',
      help: 'name of the read model, as in order-summary',
      placeholder: 'order-summary',
      mistakes: nameMistakes,
    },
    to: {
      kind: 'choice',
      ask: 'Which service answers its queries?',
      help: 'the service that answers its queries',
      choices: ({ workspace }) => workspace.services.map(({ name }) => ({ value: name })),
      mistakes: placeMistakes,
    },
    from: {
      kind: 'list',
      ask: 'Which events is it made of?',
      help: 'events it is made of, its own context’s or others’, as in orders.v1.OrderPlaced',
      choices: ({ workspace }) => workspace.events.map((value) => ({ value, note: 'found in contracts/' })),
      mistakes: fromMistakes,
    },
  },
  *plan(input) {
    const { render, service } = input;
    const view = viewOf(input);
    yield* render.folder('files', view, '.');
    yield* migrationChanges(input, view.model.kebab, render.file('fragments/migration.ts.hbs', view));
    yield tableChange(`${service.path}/adapters/store/tables.ts`, view);
    yield* consumersChanges(input, view);
    const script = `node rebuild-${view.model.kebab}.ts`;
    const scripts = { [`rebuild:${view.model.kebab}`]: script };
    yield { kind: 'merge-json', path: `${service.path}/package.json`, fragment: { scripts } };
  },
  nextSteps: ({ answers, service }) => [
    'npm run check',
    `npm test --workspace ${service.path}`,
    `open ${service.path}/adapters/read-models/${spellingOf(answers.name).kebab}.ts`,
  ],
});

/** Tables of the chassis, which a database may have by now or get later. */
const tables =
  'delivery_attempts event foreign_event idempotency_key inbox outbox outbox_dropped read_model read_model_event request_answer saga saga_step snapshot';

function nameMistakes(name: string): readonly string[] {
  const mistake = mistakeInName(name);
  if (mistake !== undefined) return [mistake];
  return tables.split(' ').includes(snakeOf(name))
    ? [`every database may have a table ${snakeOf(name)} of the chassis; how about "${name}-summary"?`]
    : [];
}

/** The rows of the context's own aggregate are its truth; a read model is a second table, with a name of its own. */
function placeMistakes(place: string, { workspace, answers }: Known): readonly string[] {
  const service = workspace.services.find((each) => each.name === place);
  if (!wasBorn(service)) return [];
  const { pascal, table } = bornView(service, workspace).aggregate;
  const model = spellingOf(String(answers['name'] ?? ''));
  return model.pascal === pascal || model.snake === table
    ? [
        `${place} keeps ${pascal} in table ${table} already; call the read model otherwise, as in ${model.kebab}-summary`,
      ]
    : [];
}

/** Its own events are as good as those of others. */
function fromMistakes(events: readonly string[], known: Known): readonly string[] {
  return events.length === 0 ? ['name at least one event'] : eventMistakes(events, known, '');
}

type Input = PlanInput<{ readonly name: string; readonly from: readonly string[] }>;

/** One row for each `reference` where all events have one, else for each aggregate that they are about. */
function viewOf({ answers, workspace, service, files }: Pick<Input, 'answers' | 'workspace' | 'service' | 'files'>) {
  const model = spellingOf(answers.name);
  const context = service.contexts[0] ?? service.name;
  const fields = new Map(answers.from.map((channel) => [channel, fieldsOf(channel, files.read)]));
  const has = (channel: string, field: string) => fields.get(channel)?.includes(field) === true;
  const keyed = answers.from.every((channel) => has(channel, 'reference'));
  const source = answers.from.find((channel) => has(channel, 'amount'));
  const events = consumedViews(answers.from).map((event) => ({
    ...event,
    column: spellingOf(`${event.pascal}At`),
    amount: event.channel === source,
  }));
  const key = keyed ? 'reference' : 'subject-id';
  const words = wordsOf(severalOf(model.kebab)).join(' ');
  return {
    workspace,
    service,
    context: { name: context, constant: constantOf(context) },
    model: {
      ...model,
      plural: spellingOf(severalOf(model.kebab)),
      Words: words.charAt(0).toUpperCase() + words.slice(1),
    },
    key: { ...spellingOf(key), words: wordsOf(key).join(' ') },
    keyed,
    amount: source !== undefined,
    events,
    groups: groupedByContract(events),
    firstColumn: events[0]?.column.snake ?? '',
  };
}
type View = ReturnType<typeof viewOf>;

function fieldsOf(channel: string, read: (path: string) => string | undefined): readonly string[] {
  const [context = '', version = '', message = ''] = channel.split('.');
  return fieldsIn(read(`contracts/${context}/${version}/events.proto`) ?? '', message).map(({ name }) => name);
}

const tableChange = (path: string, { model, key, events, amount }: View): Change => ({
  kind: 'edit-typescript',
  path,
  edit: (file) => {
    const columns = [
      'generation: number',
      `${key.snake}: string`,
      ...(amount ? ['amount: ColumnType<string | null, bigint | undefined, bigint | undefined>'] : []),
      ...events.map(({ column }) => `${column.snake}: ColumnType<Date | null, Date | null | undefined, Date | null>`),
    ];
    addNamedImport(file, 'kysely', 'type ColumnType');
    addTypeBefore(file, 'Tables', {
      name: `${model.pascal}Table`,
      text: `/** Made of events; each rebuild is a generation. */\nexport type ${model.pascal}Table = { ${columns.join('; ')} };`,
    });
    addTypeMember(file, 'Tables', `${model.snake}: ${model.pascal}Table`);
  },
});

/** The read model listens with the context's other consumers. */
function* consumersChanges(input: Input, view: View): Generator<Change> {
  const { service, files, render, workspace } = input;
  const path = `${service.path}/adapters/events/consumers.ts`;
  if (files.read(path) === undefined)
    yield { kind: 'create', path, content: render.file('fragments/consumers.ts.hbs', view) };
  yield {
    kind: 'edit-typescript',
    path,
    edit: (file) => {
      addNamedImport(file, `${workspace.scope}/chassis/read-model`, 'projecting');
      addNamedImport(file, `../read-models/${view.model.kebab}.ts`, view.model.camel);
      addToArray(file, 'consumers', `...projecting(${view.model.camel})`);
    },
  };
  yield contextChange(`${service.path}/`);
}
