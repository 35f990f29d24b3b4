import {
  addMessage,
  addMethodGiven,
  addNamedImport,
  addResultMethod,
  addRpc,
  addTypeMember,
  camelOf,
  defineCapability,
  mistakeInEvent,
  pascalOf,
  pastOf,
  spellingOf,
  wordsOf,
  type Change,
  type Known,
  type PlanInput,
} from '../../src/scaffold/kit.ts';
import { bornView } from '../service/born.ts';
import { eventChanges } from '../service/event.ts';
import { publishedView } from '../service/names.ts';

export default defineCapability({
  id: 'rpc',
  verb: 'new',
  into: 'to',
  summary: 'one more thing that a context can be asked: contract, use case, handler, test',
  needs: ['service'],
  examples: [
    'msvc new rpc CancelOrder --to orders',
    'msvc new rpc ApplyVoucher --event VoucherApplied --to orders',
    'msvc new rpc GetReceipt --to orders',
    'msvc new rpc ExportOrders --stream --to orders',
  ],
  questions: {
    name: {
      kind: 'text',
      positional: true,
      ask: 'What can it be asked to do?',
      help: 'the RPC, as in CancelOrder: a verb, then a noun',
      placeholder: 'CancelOrder',
      mistakes: (name) =>
        /^[A-Z][A-Za-z0-9]{1,59}$/.test(name) ? [] : ['it is named like CancelOrder: a verb and a noun'],
    },
    to: {
      kind: 'choice',
      ask: 'Which service answers it?',
      help: 'the service that answers it',
      choices: ({ workspace }) => workspace.services.map(({ name }) => ({ value: name })),
    },
    stream: {
      kind: 'confirm',
      detail: true,
      ask: 'Does it answer with a stream?',
      help: 'answers with a stream, page by page, as fast as it is read; nothing is changed',
      default: () => false,
    },
    event: {
      kind: 'text',
      detail: true,
      ask: 'What has happened then?',
      help: 'the event that others hear of (default: OrderCancelled for CancelOrder, none for GetOrder, which changes nothing)',
      default: (known) =>
        known.answers['stream'] === true || READS.has(partsOf(known)[0] ?? '') ? '' : eventOf(known),
      mistakes: (event, { answers }) =>
        answers['stream'] === true || event === '' ? [] : [mistakeInEvent(event) ?? []].flat(),
    },
  },
  *plan(input) {
    const { answers, render } = input;
    const view = viewOf(input);
    const kind = answers.stream ? 'stream' : 'unary';
    if (kind === 'stream') {
      yield streamContract(view);
      yield* pageChanges(input, view);
    } else {
      yield unaryContract(view);
      if (view.changes) yield* eventChanges(input, view, view.event.pascal);
      yield* render.folder(view.changes ? 'files/command' : 'files/query', view, '.');
    }
    yield* render.folder(`files/${kind}`, view, '.');
    yield handlerChange(view, render.file(`fragments/${kind}.ts.hbs`, view).trim());
  },
  nextSteps: ({ answers, service }) => [
    'npm run generate',
    `open ${service.path}/application/${spellingOf(answers.name).kebab}.ts`,
    `npm test --workspace ${service.path}`,
  ],
});

/** What only looks leads to no event. */
const READS: ReadonlySet<string> = new Set('count describe fetch find get look read search show view'.split(' '));

type Named = Pick<Known, 'answers'>;
const partsOf = ({ answers }: Named): readonly string[] => wordsOf(String(answers['name'] ?? ''));

/** `CancelOrder` leads to `OrderCancelled`. */
function eventOf(known: Named): string {
  const [verb = '', ...noun] = partsOf(known);
  return pascalOf([...noun, pastOf(verb)].join('-'));
}

type Input = Pick<
  PlanInput<{ readonly name: string; readonly event: string; readonly stream: boolean }>,
  'answers' | 'workspace' | 'service'
>;

function viewOf({ answers, workspace, service }: Input) {
  const born = bornView(service, workspace);
  const { context, aggregate } = born;
  const event = publishedView(answers.event, context.package, aggregate);
  return { ...born, rpc: spellingOf(answers.name), event, changes: answers.event !== '' };
}
type View = ReturnType<typeof viewOf>;

const contractOf = ({ context }: View): string => `contracts/${context.snake}/v1/${context.snake}.proto`;

/** Asks for one thing by its id, and is answered with it. */
const unaryContract = (view: View): Change => {
  const { rpc, aggregate, context, changes } = view;
  const missing = `NOT_FOUND when there is no such ${aggregate.words}.`;
  const [comment, level] = changes
    ? [`// Asking again changes nothing. ${missing}`, 'IDEMPOTENT']
    : [`// ${missing}`, 'NO_SIDE_EFFECTS'];
  return {
    kind: 'edit-proto',
    path: contractOf(view),
    edit: (proto) => {
      const asked = { name: `${rpc.pascal}Request`, text: `message ${rpc.pascal}Request {\n  string id = 1;\n}` };
      const told = messageOf(`${rpc.pascal}Response`, view);
      const text = `${comment}\nrpc ${rpc.pascal}(${asked.name}) returns (${told.name}) {\n  option idempotency_level = ${level};\n}`;
      return addMessage(addMessage(addRpc(proto, `${context.pascal}Service`, { name: rpc.pascal, text }), asked), told);
    },
  };
};

/** Each message of the stream is one thing. */
const streamContract = (view: View): Change => {
  const { rpc, aggregate, context } = view;
  const comment = `// Every ${aggregate.words}, by id, as fast as the receiver reads.`;
  const field = `  // Where an earlier stream broke off: goes on behind this ${aggregate.words}.\n  string after_id = 1;`;
  return {
    kind: 'edit-proto',
    path: contractOf(view),
    edit: (proto) => {
      const asked = { name: `${rpc.pascal}Request`, text: `message ${rpc.pascal}Request {\n${field}\n}` };
      const told = messageOf(`${rpc.pascal}Response`, view);
      const text = `${comment}\nrpc ${rpc.pascal}(${asked.name}) returns (stream ${told.name}) {\n  option idempotency_level = NO_SIDE_EFFECTS;\n}`;
      return addMessage(addMessage(addRpc(proto, `${context.pascal}Service`, { name: rpc.pascal, text }), asked), told);
    },
  };
};

const messageOf = (name: string, { aggregate }: View) => ({
  name,
  text: `message ${name} {\n  ${aggregate.pascal} ${aggregate.snake} = 1;\n}`,
});

/** The store can be read page by page. */
function* pageChanges({ render }: Pick<PlanInput<unknown>, 'render'>, view: View): Generator<Change> {
  const { aggregate, service } = view;
  yield {
    kind: 'edit-typescript',
    path: `${service.path}/application/ports.ts`,
    edit: (file) =>
      addTypeMember(
        file,
        `${aggregate.pascal}Repository`,
        `\n/** The next ones behind an id, by id. */\npage(afterId: string, limit: number): Promise<readonly ${aggregate.pascal}[]>`,
      ),
  };
  yield {
    kind: 'edit-typescript',
    path: `${service.path}/adapters/store/${aggregate.kebab}-repository.ts`,
    edit: (file) =>
      addResultMethod(file, `${aggregate.camel}Repository`, {
        name: 'page',
        text: render.file('fragments/page.ts.hbs', view).trim(),
      }),
  };
}

/** The handler, beside the others. */
const handlerChange = ({ rpc, context, service }: View, text: string): Change => ({
  kind: 'edit-typescript',
  path: `${service.path}/adapters/rpc/${context.name}-service.ts`,
  edit: (file) => {
    addMethodGiven(file, 'implement', { name: camelOf(rpc.pascal), text });
    addNamedImport(file, `../../application/${rpc.kebab}.ts`, rpc.camel);
  },
});
