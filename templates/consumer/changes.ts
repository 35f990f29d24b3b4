import {
  addNamedImport,
  addToArray,
  addToResult,
  addTypeBefore,
  addTypeMember,
  setProperty,
  type Change,
  type PlanInput,
} from '../../src/scaffold/kit.ts';
import { migrationChanges } from '../service/migration.ts';
import type { ConsumedEventView } from '../service/view.ts';

type Input = Pick<PlanInput<unknown>, 'service' | 'render' | 'files' | 'workspace'>;
type View = { readonly consumes: readonly ConsumedEventView[] };

const birth = '../service/files/__service.path__';

/** The list of consumers: written where there is none, else lengthened. */
export function consumersChange({ service, render, files, workspace }: Input, view: View): Change {
  const path = `${service.path}/adapters/events/consumers.ts`;
  if (files.read(path) === undefined) {
    return { kind: 'create', path, content: render.file(`${birth}/adapters/events/consumers.ts.hbs`, view) };
  }
  return {
    kind: 'edit-typescript',
    path,
    edit: (file) => {
      for (const { message, pascal, kebab, renamed, contract } of view.consumes) {
        const schema = renamed ? `${message}Schema as ${pascal}Schema` : `${message}Schema`;
        addNamedImport(file, `${workspace.scope}/contracts/${contract}`, schema);
        addNamedImport(file, `../../application/when-${kebab}.ts`, `when${pascal}`);
        const handler = `(tx, event, occurrence) => when${pascal}(storesIn(tx), { ...event, ...occurrence })`;
        if (!file.getText().includes(`on(${pascal}Schema,`))
          addToArray(file, 'consumers', `on(${pascal}Schema, ${handler})`);
      }
    },
  };
}

/** A context born without consumers says so: now it has some. */
export const contextChange = (folder: string): Change => ({
  kind: 'edit-typescript',
  path: `${folder}context.ts`,
  edit: (file) => {
    if (file.getImportDeclaration('./adapters/events/consumers.ts')) return;
    setProperty(file, 'consumers', { from: 'consumers: []', to: 'consumers' });
    addNamedImport(file, './adapters/events/consumers.ts', 'consumers');
  },
});

/** The note of what was heard, where the service does not keep one yet. */
export function* storeChanges({ service, render, files }: Input, view: View): Generator<Change> {
  const folder = service.path;
  const tables = `${folder}/adapters/store/tables.ts`;
  const store = `${folder}/adapters/store/foreign-events.ts`;
  const migrations = files.names(`${folder}/migrations`);
  const made = migrations.find((name) => name.endsWith('-foreign-event.ts'));
  if (files.read(store) !== undefined && made === undefined) return;
  yield { kind: 'create', path: store, content: render.file(`${birth}/adapters/store/foreign-events.ts.hbs`, view) };
  yield { kind: 'edit-typescript', path: `${folder}/application/ports.ts`, edit: addPort };
  yield { kind: 'edit-typescript', path: `${folder}/adapters/store/stores.ts`, edit: addStore };
  yield { kind: 'edit-typescript', path: tables, edit: addTable };
  yield* migrationChanges({ service, files }, 'foreign-event', render.file('fragments/foreign-event.ts', {}));
}

type Edit = Extract<Change, { kind: 'edit-typescript' }>['edit'];

const addPort: Edit = (file) => {
  addTypeBefore(file, 'Stores', {
    name: 'ForeignEvents',
    text: `/** What other contexts told this one. */
export type ForeignEvents = {
  record(heard: { readonly channel: string; readonly subjectId: string; readonly occurredAt: Date }): Promise<void>;
};`,
  });
  addTypeMember(file, 'Stores', 'readonly foreignEvents: ForeignEvents');
};

const addStore: Edit = (file) => {
  addNamedImport(file, './foreign-events.ts', 'foreignEvents');
  addToResult(file, 'storesIn', 'foreignEvents: foreignEvents(tx)');
};

const addTable: Edit = (file) => {
  addNamedImport(file, 'kysely', 'type Generated');
  addTypeBefore(file, 'Tables', {
    name: 'ForeignEventTable',
    text: `/** One row for each kind of event and subject that was heard of. */
export type ForeignEventTable = { channel: string; subject_id: string; times: Generated<number>; last_heard_at: Date };`,
  });
  addTypeMember(file, 'Tables', 'foreign_event: ForeignEventTable');
};

/** A test of the first consumers; further ones get theirs behind it. */
export function* testChange({ service, render, files, workspace }: Input, view: View): Generator<Change> {
  const path = `${service.path}/test/consumers.test.ts`;
  const text = files.read(path);
  if (text === undefined) {
    yield { kind: 'create', path, content: render.file(`${birth}/test/consumers.test.ts.hbs`, view) };
    return;
  }
  yield {
    kind: 'edit-typescript',
    path,
    edit: (file) => {
      for (const event of view.consumes) {
        if (file.getText().includes(`'${event.channel} delivered `)) continue;
        const { message, pascal, renamed, contract } = event;
        const schema = renamed ? `${message}Schema as ${pascal}Schema` : `${message}Schema`;
        addNamedImport(file, `${workspace.scope}/contracts/${contract}`, schema);
        file.insertText(file.getEnd(), `\n${render.file('fragments/test.ts.hbs', event)}`);
      }
    },
  };
}
