import type { Fault } from '../../src/lint/kit.ts';

const saga = (steps: string): string => `import { pool } from './pool.ts';

const reserve = () => pool.query('update parcels set price = price where id = $1', [1]);
const release = () => pool.query('delete from parcels where id = $1', [1]);
const label = () => pool.query('insert into outbox (id, topic, payload) values (gen_random_uuid(), $1, $2)', ['a', 'b']);

${steps}
`;
const inShipping = (title: string, steps: string, line: string): Fault => ({
  title,
  in: 'express',
  edits: {
    'services/shipping/src/saga.ts': saga(steps),
    'services/shipping/src/main.ts': [
      ["import { pool } from './pool.ts';", "import { pool } from './pool.ts';\nimport { steps } from './saga.ts';"],
    ],
  },
  at: { file: 'services/shipping/src/saga.ts', line },
});
/** A consumer that answers with a failure, which nobody listens to. */
const failing = (title: string, event: string): Fault => ({
  title,
  in: 'express',
  edits: {
    'services/tracking/src/follow-parcels.ts': [
      [
        "log.error({ error, parcel }, 'following failed');",
        `log.error({ error, parcel }, 'following failed');\n      channel.publish('${event}', '', Buffer.from(parcel));`,
      ],
    ],
  },
  at: { file: 'services/tracking/src/follow-parcels.ts', line: `channel.publish('${event}'` },
});

export default [
  inShipping(
    'a step of a list that nothing undoes',
    "export const steps = [\n  { name: 'label', execute: label },\n  { name: 'reserve', execute: reserve, compensate: release },\n];",
    "{ name: 'label', execute: label }",
  ),
  inShipping(
    'a step in the middle that nothing undoes',
    "export const steps = [\n  { name: 'reserve', invoke: reserve, undo: release },\n  { name: 'label', invoke: label },\n  { name: 'again', invoke: reserve, undo: release },\n];",
    "{ name: 'label', invoke: label }",
  ),
  inShipping(
    'a step of a builder that nothing undoes',
    "import { SagaBuilder } from 'node-sagas';\nexport const steps = new SagaBuilder()\n  .step('label')\n  .invoke(label)\n  .step('reserve')\n  .invoke(reserve)\n  .withCompensation(release);",
    ".step('label')",
  ),
  failing('a rejection that nobody hears', 'tracking.v1.parcel-rejected'),
  failing('a failure that nobody hears', 'tracking.v1.following-failed'),
] satisfies readonly Fault[];
