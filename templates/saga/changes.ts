import {
  addBinding,
  addNamedImport,
  addStatementBehind,
  addToArray,
  addToListProperty,
  addToObject,
  addToParameter,
  addToProperty,
  addToResult,
  addTypeBefore,
  addTypeMember,
  isListed,
  type Change,
  type PlanInput,
} from '../../src/scaffold/kit.ts';
import { contextChange } from '../consumer/changes.ts';
import { layered } from '../cache/changes.ts';
import { chassisMigration } from '../service/migration.ts';
import type { AggregateView } from '../service/view.ts';
import type { DomainEventView, SagaView, StepView } from './view.ts';

type Input = Pick<PlanInput<unknown>, 'files' | 'render' | 'workspace'>;

/** A list of consumers joins those that the context has. */
export function* consumerChanges(
  { files, render, workspace }: Input,
  at: { readonly path: string; readonly list: string; readonly from: string },
): Generator<Change> {
  const path = `${at.path}/adapters/events/consumers.ts`;
  if (files.read(path) === undefined)
    yield { kind: 'create', path, content: render.file('fragments/consumers.ts.hbs', { workspace }) };
  yield {
    kind: 'edit-typescript',
    path,
    edit: (file) => {
      addNamedImport(file, `../sagas/${at.from}.ts`, at.list);
      addToArray(file, 'consumers', `...${at.list}`);
    },
  };
  yield contextChange(`${at.path}/`);
}

/** The tables of sagas, where the context does not have them yet, and what keeps them small. */
export function* tableChanges(input: Input, path: string): Generator<Change> {
  const tables = { slug: 'saga', module: 'saga/tables', migration: 'sagaTables' };
  yield* chassisMigration({ ...input, service: { path } }, tables);
  yield {
    kind: 'edit-typescript',
    path: `${path}/context.ts`,
    edit: (file) => {
      const module = `${input.workspace.scope}/chassis/saga/retention`;
      for (const name of ['sagaRetention', 'sagaVariables']) addNamedImport(file, module, name);
      addToProperty(file, 'settings', '...sagaVariables');
      for (const part of ['database', 'settings']) addBinding(file, 'build', part);
      addToListProperty(file, 'workers', { element: 'sagaRetention(database, settings)', behind: 'consumers' });
    },
  };
}

/** An event that the domain may lack: its status, its contract, and how it is published. */
export function* eventChanges(
  { workspace }: Input,
  at: { readonly path: string; readonly contract: string; readonly aggregate: AggregateView },
  { event, status }: DomainEventView,
): Generator<Change> {
  const { path, contract, aggregate } = at;
  yield {
    kind: 'append-text',
    path: `contracts/${contract}/v1/events.proto`,
    unless: `message ${event} {`,
    text: `
message ${event} {
  string ${aggregate.snake}_id = 1;
  // The name that whoever asked for the ${aggregate.words} gave it.
  string reference = 2;
  // In the smallest unit of what is counted: cents, pieces.
  int64 amount = 3;
  google.protobuf.Timestamp occurred_at = 4;
}
`,
  };
  yield {
    kind: 'edit-typescript',
    path: `${path}/domain/${aggregate.kebab}.ts`,
    edit: (file) => addToObject(file, 'STATUS_AFTER', `${event}: '${status}'`),
  };
  yield {
    kind: 'edit-typescript',
    path: `${path}/adapters/events/published.ts`,
    edit: (file) => {
      addNamedImport(file, `${workspace.scope}/contracts/${contract}/v1/events_pb`, `${event}Schema`);
      addToObject(file, 'SCHEMAS', `${event}: ${event}Schema`);
    },
  };
}

/** The use case begins a saga, through a port among its stores. */
export function* beginningChanges({ saga, aggregate, useCase, service: { path } }: SagaView): Generator<Change> {
  const port = saga.pluralCamel;
  yield {
    kind: 'edit-typescript',
    path: `${path}/application/ports.ts`,
    edit: (file) => {
      addNamedImport(file, `./${saga.kebab}.ts`, `type ${saga.pascal}`);
      const text = `/** ${saga.Article} ${saga.words} for each ${aggregate.words}. */
export type ${saga.plural} = {
  /** Beginning again changes nothing. */
  begin(${saga.camel}: ${saga.pascal}): Promise<void>;
};`;
      addTypeBefore(file, 'Stores', { name: saga.plural, text });
      addTypeMember(file, 'Stores', `readonly ${port}: ${saga.plural}`);
    },
  };
  yield {
    kind: 'edit-typescript',
    path: `${path}/adapters/store/stores.ts`,
    edit: (file) => {
      addNamedImport(file, `../sagas/${saga.kebab}.ts`, port);
      addToResult(file, 'storesIn', `${port}: ${port}(tx)`);
    },
  };
  yield {
    kind: 'edit-typescript',
    path: `${path}/application/${useCase.kebab}.ts`,
    edit: (file) => {
      if (file.getText().includes(`${port}.begin(`)) return;
      addToParameter(file, useCase.camel, port);
      const begun = `{ ${aggregate.camel}Id: change.${aggregate.camel}.id, amount: change.${aggregate.camel}.amount }`;
      addStatementBehind(file, useCase.camel, {
        behind: `await ${aggregate.plural}.save(change);`,
        statement: `await ${port}.begin(${begun});`,
      });
    },
  };
}

/** The context offers where its sagas stand, and watches over them. */
export function offeringChange({ workspace }: Input, { saga, service: { path } }: SagaView): Change {
  return {
    kind: 'edit-typescript',
    path: `${path}/context.ts`,
    edit: (file) => {
      addNamedImport(file, `${workspace.scope}/chassis/saga/query`, 'sagaDesk');
      addNamedImport(file, `${workspace.scope}/chassis/saga/watch`, 'sagaWatch');
      addNamedImport(file, `./adapters/rpc/${saga.kebab}-service.ts`, `${saga.camel}Service`);
      addNamedImport(file, `./adapters/sagas/${saga.kebab}-turns.ts`, `${saga.camel}Saga`);
      const offered = `${saga.camel}Service(sagaDesk(database, ${saga.camel}Saga))`;
      // Wherever it stands: a layer may be around it.
      if (!isListed(file, `${saga.camel}Service`)) addToListProperty(file, 'rpc', { element: offered, behind: 'rpc' });
      layered(file, `${saga.camel}Service`, { hasReads: false });
      const watched = `sagaWatch(database, [${saga.camel}Saga])`;
      addToListProperty(file, 'workers', { element: watched, behind: 'consumers' });
    },
  };
}

/** In a choreography each step watches over whoever comes next. */
export function waitingChange({ workspace }: Input, { path, command }: StepView): Change {
  const waiting = `${command.camel}Waiting`;
  return {
    kind: 'edit-typescript',
    path: `${path}/context.ts`,
    edit: (file) => {
      if (file.getText().includes(waiting)) return;
      addNamedImport(file, `${workspace.scope}/chassis/saga/watch-steps`, 'sagaStepWatch');
      addNamedImport(file, `./adapters/sagas/${command.kebab}-step.ts`, waiting);
      addToListProperty(file, 'workers', { element: `sagaStepWatch(database, [${waiting}])`, behind: 'consumers' });
    },
  };
}
