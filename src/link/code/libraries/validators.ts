import { lastStep, optionsOf } from '../things.ts';
import type { Library, Thing } from '../types.ts';

/** `Schema.parse(value)`, `v.parse(schema, value)`: the value comes back. */
const GIVES_BACK = /^(?:parse|parseAsync|parser|validateSync|cast|attempt|create|check|assert|Parse|Decode)$/;
/** `Schema.safeParse(value).data`, `schema.validate(value).value`: it comes back beside the complaints. */
const GIVES_BESIDE = new Map([
  ['data', /^safeParse(?:Async)?\(\)$/],
  ['output', /^safeParse\(\)$/],
  ['value', /^validate(?:Async)?\(\)$/],
]);

/** What is checked is written out; the schema is not. */
const checkedIn = (args: readonly Thing[] | undefined): Thing | undefined =>
  args?.find((arg) => optionsOf(arg).some(({ kind }) => kind === 'object'));

/** Libraries that hold a value against a schema. */
export const validators: Library = {
  packages: [
    'zod',
    'zod/v3',
    'zod/v4',
    'zod/mini',
    'valibot',
    'yup',
    'joi',
    '@hapi/joi',
    'superstruct',
    'runtypes',
    'arktype',
    '@sinclair/typebox/value',
    'typebox/value',
  ],
  result: ({ path }, args) => (GIVES_BACK.test(lastStep(path)) ? checkedIn(args) : undefined),
  member: ({ path, args }, name) => (GIVES_BESIDE.get(name)?.test(lastStep(path)) ? checkedIn(args) : undefined),
};
