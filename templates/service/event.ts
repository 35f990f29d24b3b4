import {
  addMessage,
  addNamedImport,
  addProtoImport,
  addToObject,
  messageIn,
  type Change,
  type PlanInput,
} from '../../src/scaffold/kit.ts';
import { publishedView } from './names.ts';
import type { ServiceView } from './view.ts';

type Input = Pick<PlanInput<unknown>, 'workspace' | 'files'>;

/** One more thing that can happen to the aggregate: its contract, the status it leaves, and how it is published. */
export function* eventChanges({ workspace, files }: Input, view: ServiceView, event: string): Generator<Change> {
  const { context, aggregate, service } = view;
  const contract = `contracts/${context.snake}/v1/events.proto`;
  // All events of an aggregate tell the same of it (see published.ts), so a new one has the fields of the others.
  const text = files.read(contract) ?? '';
  const body = messageIn(text, /\bmessage\s+(\w+)/.exec(text)?.[1] ?? '') ?? defaultFields(view);
  yield {
    kind: 'edit-proto',
    path: contract,
    edit: (proto) =>
      addMessage(addProtoImport(proto, 'google/protobuf/timestamp.proto'), {
        name: event,
        text: `message ${event} {${body}}`,
      }),
  };
  const { status } = publishedView(event, context.package, aggregate);
  yield {
    kind: 'edit-typescript',
    path: `${service.path}/domain/${aggregate.kebab}.ts`,
    edit: (file) => addToObject(file, 'STATUS_AFTER', `${event}: '${status}'`),
  };
  yield {
    kind: 'edit-typescript',
    path: `${service.path}/adapters/events/published.ts`,
    edit: (file) => {
      addNamedImport(file, `${workspace.scope}/contracts/${context.snake}/v1/events_pb`, `${event}Schema`);
      addToObject(file, 'SCHEMAS', `${event}: ${event}Schema`);
    },
  };
}

const defaultFields = ({ aggregate }: ServiceView): string => `
  string ${aggregate.snake}_id = 1;
  // The name that whoever asked for the ${aggregate.words} gave it.
  string reference = 2;
  // In the smallest unit of what is counted: cents, pieces.
  int64 amount = 3;
  google.protobuf.Timestamp occurred_at = 4;
`;
