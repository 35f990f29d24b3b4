import type { Case } from '../../src/lint/kit.ts';
import { aggregates } from './cases/aggregates.ts';
import { charges } from './cases/charges.ts';
import { documents } from './cases/documents.ts';
import { messages } from './cases/messages.ts';
import { states } from './cases/states.ts';
import { rows } from './cases/rows.ts';
import { tables } from './cases/tables.ts';

export default [
  ...rows,
  ...charges,
  ...documents,
  ...tables,
  ...messages,
  ...states,
  ...aggregates,
] satisfies readonly Case[];
