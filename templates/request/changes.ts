import {
  addBinding,
  addMessage,
  addMethodGiven,
  addNamedImport,
  addRpc,
  addStatementBeforeReturn,
  addToListProperty,
  addToObject,
  addToObjectGiven,
  addTypeBefore,
  addTypeMember,
  type Change,
  type PlanInput,
} from '../../src/scaffold/kit.ts';
import { brokerTests } from './broker-tests.ts';
import type { RequestView } from './view.ts';

type Input = Pick<PlanInput<unknown>, 'render' | 'files'>;
type Edit = Extract<Change, { kind: 'edit-typescript' }>['edit'];

/** The chassis's part, the contract and the guide. */
export function* sharedChanges({ render, files }: Input, view: RequestView): Generator<Change> {
  // The chassis is its owner's once it is there.
  for (const change of render.folder('files', {}, '.')) if (files.read(change.path) === undefined) yield change;
  yield* brokerTests({ render, files });
  const { responder, request } = view;
  yield {
    kind: 'create',
    path: `contracts/${responder.context.snake}/v1/${request.snake}.proto`,
    content: render.file('fragments/contract.proto.hbs', view),
  };
  yield {
    kind: 'append-text',
    path: 'CONTRIBUTING.md',
    text: render.file('fragments/contributing.md', {}),
    unless: '## Requests over the broker',
  };
}

/** What the context that is asked gets. */
export function* answeringChanges({ render, files }: Input, view: RequestView): Generator<Change> {
  const { request, responder, workspace } = view;
  const { path } = responder.service;
  yield* created(render, view, [
    ['answer.ts.hbs', `${path}/application/answer-${request.kebab}.ts`],
    ['responder.ts.hbs', `${path}/adapters/requests/${request.kebab}-responder.ts`],
    ['responder.test.ts.hbs', `${path}/test/${request.kebab}-responder.test.ts`],
  ]);
  yield edit(`${path}/context.ts`, (file) => {
    addNamedImport(file, `./adapters/requests/${request.kebab}-responder.ts`, `${request.camel}Responder`);
    addToListProperty(file, 'responders', { element: `${request.camel}Responder`, behind: 'consumers' });
  });
  const index = `${path}/migrations/index.ts`;
  if (!/\banswerTables\b/.test(files.read(index) ?? '')) {
    const numbers = files.names(`${path}/migrations`).map((name) => Number.parseInt(name, 10) || 0);
    const taken = [...(files.read(index) ?? '').matchAll(/'(\d{4})-/g)].map(([, number]) => Number(number));
    const next = String(Math.max(0, ...numbers, ...taken) + 1).padStart(4, '0');
    yield edit(index, (file) => {
      addNamedImport(file, `${workspace.scope}/chassis/request/answers`, 'answerTables');
      addToObject(file, 'migrations', `'${next}-request-answers': answerTables`);
    });
  }
  yield told(path, `Answers \`${responder.context.package}.${request.pascal}Request\`.`);
}

/** What the context that asks gets: a port, its adapter, and an RPC that leads to it. */
export function* askingChanges({ render }: Input, view: RequestView): Generator<Change> {
  const { request, asker, responder } = view;
  const { path } = asker.service;
  yield* created(render, view, [
    ['requests.ts.hbs', `${path}/adapters/requests/${request.kebab}-requests.ts`],
    ['requests.test.ts.hbs', `${path}/test/${request.kebab}-requests.test.ts`],
  ]);
  yield edit(`${path}/application/ports.ts`, portEdit(view));
  yield edit(`${path}/context.ts`, contextEdit(view));
  yield edit(`${path}/adapters/rpc/${asker.context.name}-service.ts`, (file) => {
    addNamedImport(file, '../../application/ports.ts', `type ${request.pascal}Requests`);
    addTypeMember(file, 'Dependencies', `readonly ${request.camel}Requests: ${request.pascal}Requests`);
    addBinding(file, `${asker.context.camel}Service`, `${request.camel}Requests`);
    const text = render.file('fragments/handler.ts.hbs', view).trim();
    addMethodGiven(file, 'implement', { name: `request${request.pascal}`, text });
  });
  yield rpcChange(view);
  yield told(path, `Asks \`${responder.context.package}.${request.pascal}Request\` over the broker, and waits.`);
}

const edit = (path: string, change: Edit): Change => ({ kind: 'edit-typescript', path, edit: change });

const created = (
  render: Input['render'],
  view: RequestView,
  files: readonly (readonly [fragment: string, path: string])[],
): readonly Change[] =>
  files.map(([fragment, path]) => ({ kind: 'create', path, content: render.file(`fragments/${fragment}`, view) }));

const told = (path: string, line: string): Change => ({
  kind: 'add-lines',
  path: `${path}/README.md`,
  lines: [line],
  after: 'Publishes `',
  ifAbsent: 'skip',
});

const portEdit =
  ({ request, responder }: RequestView): Edit =>
  (file) => {
    const text = `/** What this context asks ${responder.context.name} over the broker: before a transaction or after it, never inside. */
export type ${request.pascal}Requests = {
  ask(wanted: { readonly reference: string; readonly amount: bigint }): Promise<${request.pascal}Answer>;
};
export type ${request.pascal}Answer = { readonly id: string; readonly status: string };`;
    addTypeBefore(file, 'Stores', { name: `${request.pascal}Requests`, text });
  };

const contextEdit =
  ({ request, asker, workspace }: RequestView): Edit =>
  (file) => {
    addNamedImport(file, `${workspace.scope}/chassis/request/requests`, 'Requests');
    addNamedImport(file, `./adapters/requests/${request.kebab}-requests.ts`, `${request.camel}Requests`);
    for (const part of ['broker', 'log', 'metrics']) addBinding(file, 'build', part);
    addStatementBeforeReturn(
      file,
      'build',
      `const requests = new Requests({ context: '${asker.context.name}', broker, log, metrics });`,
    );
    const given = `${request.camel}Requests: ${request.camel}Requests(requests)`;
    addToObjectGiven(file, `${asker.context.camel}Service`, given);
    addToListProperty(file, 'workers', { element: 'requests', behind: 'consumers' });
  };

/** Leads to the request from outside; which of its own use cases asks is then for its owner to say. */
const rpcChange = ({ request, asker, responder }: RequestView): Change => ({
  kind: 'edit-proto',
  path: `contracts/${asker.context.snake}/v1/${asker.context.snake}.proto`,
  edit: (proto) => {
    const name = `Request${request.pascal}`;
    const asked = { name: `${name}Request`, text: `message ${name}Request {\n  string id = 1;\n}` };
    const fields = `  string ${responder.aggregate.snake}_id = 1;\n  string status = 2;`;
    const answered = { name: `${name}Response`, text: `message ${name}Response {\n${fields}\n}` };
    const text = `// Asks ${responder.context.name} and waits. NOT_FOUND when there is no such ${asker.aggregate.words}.
rpc ${name}(${asked.name}) returns (${answered.name}) {
  option idempotency_level = IDEMPOTENT;
}`;
    const service = `${asker.context.pascal}Service`;
    return addMessage(addMessage(addRpc(proto, service, { name, text }), asked), answered);
  },
});
