import type { Evidence } from '../../model/evidence.ts';
import { evidenceAt } from './things.ts';
import type { CutReason, Program, Scope } from './types.ts';

/** A function of which only a part was followed, and why. */
export type CutShort = { readonly what: string; readonly evidence: Evidence };

const SAID: Readonly<Record<CutReason, string>> = {
  contexts: 'is called in more ways than are told apart',
  deeds: 'does more than is followed',
  depth: 'calls deeper than is followed',
  origins: 'uses more connections than are told apart',
};

/** Remembers that a bound was reached in a function: once for each function. */
export const noteCut = (scope: Scope, why: CutReason): void => {
  const { cuts } = scope.program.memo;
  const key = `${scope.module.file}#${scope.fn}`;
  if (!cuts.has(key)) cuts.set(key, { why, scope });
};

const nameOf = ({ module, fn }: Scope): string => {
  const fact = module.fact.functions[fn];
  const owner = fact?.owner === undefined ? undefined : module.fact.classes[fact.owner]?.name;
  const name = fn === 0 ? 'the module' : (fact?.name ?? 'a function');
  return owner === undefined ? name : `${owner}.${name}`;
};

/** Where what a service does is told in part. A function that does nothing to the world loses nothing. */
export const cutsIn = ({ memo }: Program): readonly CutShort[] =>
  [...memo.cuts.values()].flatMap(({ why, scope }): readonly CutShort[] => {
    const known = memo.entered.get(`${scope.module.file}#${scope.fn}`) ?? [];
    const walked = known.filter(({ deeds }) => deeds !== undefined);
    if (walked.length > 0 && walked.every(({ deeds }) => deeds?.length === 0)) return [];
    const at = scope.module.fact.functions[scope.fn]?.at ?? [1, 1];
    return [{ what: `${nameOf(scope)} ${SAID[why]}`, evidence: evidenceAt(scope, at) }];
  });
