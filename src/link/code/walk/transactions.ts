import type { CallFact } from '../../../model/fact/module.ts';
import type { Value } from '../../../model/fact/value.ts';
import { plainTextsOf } from '../things.ts';
import type { Deed, Scope } from '../types.ts';

/** What a call does to the transaction that is open around it. */
export type Turn = 'begins' | 'ends' | 'undoes' | undefined;

const SENDS = new Set(['query', 'execute', 'exec', 'run', 'raw', 'unsafe', 'queryRaw', 'executeRaw']);
const BEGINS = new Set(['startTransaction', 'beginTransaction']);
const ENDS = /^commit(?:Transaction)?$/;
const UNDOES = /^(?:rollback|abort)(?:Transaction)?$/;

const nameOf = (callee: Value): string => (callee.kind === 'member' ? callee.name : '');

const ofStatement = (fact: CallFact, scope: Scope): Turn => {
  const [first] = fact.args;
  const [text = ''] = first && first.kind !== 'function' ? plainTextsOf(scope.program.evaluate(first, scope)) : [];
  if (/^\s*(?:begin|start\s+transaction)\b/i.test(text)) return 'begins';
  if (/^\s*(?:commit|end)\s*;?\s*$/i.test(text)) return 'ends';
  return /^\s*rollback(?!\s+to)\s*;?\s*$/i.test(text) ? 'undoes' : undefined;
};

/** `BEGIN` and `COMMIT`, `startTransaction()` and `commitTransaction()`, `await db.transaction()` and `commit()`. */
export const turnOf = (fact: CallFact, scope: Scope): Turn => {
  const name = nameOf(fact.callee);
  if (SENDS.has(name)) return ofStatement(fact, scope);
  if (BEGINS.has(name)) return 'begins';
  if (ENDS.test(name)) return 'ends';
  if (UNDOES.test(name)) return 'undoes';
  return name === 'transaction' && fact.args.length === 0 ? 'begins' : undefined;
};

/** Whether no transaction is open behind a call: one that is undone on a way that leaves, is open on all others. */
export const isOver = (turn: Turn, { around }: CallFact): boolean =>
  turn === 'ends' || (turn === 'undoes' && !around.arms?.some(([, , , end]) => end === 'leaves' || end === 'breaks'));

const DECORATORS = /^(?:Is)?Transaction(?:al)?$|^(?:Use|With|Run)(?:In)?Transaction$/;

/** Whether a decorator opens a transaction around a method. */
export const isTransactional = ({ module, fn }: Scope): boolean =>
  (module.fact.functions[fn]?.decorators ?? []).some(
    ({ name }) => (name.kind === 'name' || name.kind === 'member') && DECORATORS.test(name.name),
  );

/** Deeds as they are done while a transaction is open. */
export const inTransaction = (deeds: readonly Deed[], transaction: string | undefined): readonly Deed[] =>
  transaction === undefined
    ? deeds
    : deeds.map((deed) =>
        deed.around.transaction === undefined ? { ...deed, around: { ...deed.around, transaction } } : deed,
      );
