import { addNamedImport, addToObject, type Change, type PlanInput } from '../../src/scaffold/kit.ts';

/** What people read of sagas, and what operators see. */
export function* guideChanges({ render }: Pick<PlanInput<unknown>, 'render'>): Generator<Change> {
  yield {
    kind: 'append-text',
    path: 'CONTRIBUTING.md',
    text: render.file('fragments/contributing.md', {}),
    unless: '## Sagas',
  };
  yield {
    kind: 'append-text',
    path: 'OPERATIONS.md',
    text: render.file('fragments/operations.md', {}),
    unless: '## Sagas',
  };
  yield {
    kind: 'edit-typescript',
    path: 'chassis/src/operate/commands.ts',
    edit: (file) => {
      addNamedImport(file, '../saga/operate.ts', 'sagaCommands');
      addToObject(file, 'commands', '...sagaCommands');
    },
  };
}
