import { fieldOf, lastStep } from '../../things.ts';
import type { Library, LibraryCall, Recognised } from '../../types.ts';
import { sqlDeeds } from './statements.ts';
import { open, resolvedOf } from './opening.ts';
import { data, incrementsIn, keyedOf, verbOf } from './verbs.ts';

const MODEL_CALL =
  /PrismaClient\(\)(?:\.\$extends\(\))?\.(\w+)\.(\w+)$|^(?:tx|TransactionClient\(\)|Prisma\.TransactionClient\(\))\.(\w+)\.(\w+)$/;

const opening = (call: LibraryCall): Recognised => {
  const { program } = call.scope;
  const sources =
    fieldOf(call.args[0], 'datasources.db.url', program) ?? fieldOf(call.args[0], 'datasourceUrl', program);
  open(call, { engine: 'prisma', ...(sources && resolvedOf(sources).length > 0 ? { url: sources } : {}) });
  return {};
};

const effect = (call: LibraryCall, model: string, method: string): Recognised | undefined => {
  const verb = verbOf(method);
  if (!verb) return undefined;
  const { program } = call.scope;
  const rows = fieldOf(call.args[0], 'data', program);
  const increments = verb === 'update' && incrementsIn(rows);
  return { deeds: [data('prisma', increments ? 'increment' : verb, model, keyedOf(rows, program))] };
};

/** The Prisma client, wherever it was generated to. */
export const prisma: Library = {
  packages: (name) => /prisma/i.test(name) || /\/generated\/|\/client$/.test(name),
  recognise: (call) => {
    const { path } = call.callee;
    if (path === 'PrismaClient') return opening(call);
    const found = MODEL_CALL.exec(path);
    if (found) return effect(call, found[1] ?? found[3] ?? '', found[2] ?? found[4] ?? '');
    const name = lastStep(path);
    if (name === '$transaction')
      return { transaction: true, ...(call.callee.parent ? { callbackArgs: [call.callee.parent] } : {}) };
    return /^\$(?:query|execute)Raw/.test(name) ? { deeds: sqlDeeds(call, 'prisma') } : undefined;
  },
};
