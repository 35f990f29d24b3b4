import type { Case } from '../../src/lint/kit.ts';
import { charges } from './cases/charges.ts';
import { documents } from './cases/documents.ts';
import { messages } from './cases/messages.ts';
import { rows } from './cases/rows.ts';
import { tables } from './cases/tables.ts';

export default [...rows, ...charges, ...documents, ...tables, ...messages] satisfies readonly Case[];
