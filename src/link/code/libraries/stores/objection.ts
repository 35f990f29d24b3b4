import { lastStep, madeBy, plainTextsOf } from '../../things.ts';
import type { Library, LibraryCall } from '../../types.ts';
import { isLast } from './chains.ts';
import { data, keyedOf, verbOf } from './verbs.ts';

/** The table that a model names in a static field or getter. */
const tableOf = (call: LibraryCall): string | undefined => {
  const heir = madeBy(call.callee, /Model\(\)$/)?.heir;
  return heir && plainTextsOf(call.scope.program.member(heir, 'tableName', call.scope))[0];
};

const WRITES = /^(?:insert|upsert|patch|update|delete|increment|decrement)/;

/** Objection: models on Knex. */
export const objection: Library = {
  packages: ['objection'],
  recognise: (call) => {
    const { path } = call.callee;
    if (path === 'transaction' || path === 'Model.transaction') return { transaction: true };
    if (!/(?:^|\.)\$?(?:query|relatedQuery)(?:\(\)|$)/.test(path)) return undefined;
    const name = lastStep(path);
    const table = tableOf(call);
    const verb = WRITES.test(name) ? verbOf(name) : undefined;
    if (verb) return { deeds: [data('sql', verb, table, keyedOf(call.args[0], call.scope.program))] };
    const isWritten = /\.(?:insert|upsert|patch|update|delete)\w*\(\)/.test(path);
    return isLast(call) && !isWritten ? { deeds: [data('sql', 'read', table)] } : undefined;
  },
};
