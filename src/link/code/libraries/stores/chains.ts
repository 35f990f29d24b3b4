import type { CallFact } from '../../../../model/fact/module.ts';
import type { LibraryCall, LibraryThing, Thing } from '../../types.ts';

/** Every call of a chain, the last one first: `db.select().from(orders).where(…)`. */
export const stepsOf = (callee: LibraryThing): readonly LibraryThing[] => {
  const steps: LibraryThing[] = [];
  for (let step: LibraryThing | undefined = callee; step; step = step.parent) if (step.args) steps.push(step);
  return steps;
};

/** What the steps of these names were given first: the tables of joins. */
export const givenTo = (callee: LibraryThing, names: RegExp): readonly Thing[] =>
  stepsOf(callee).flatMap(({ path, args }) => (names.test(path) && args?.[0] ? [args[0]] : []));

/** Whether nothing is called on what a call gives: the chain is sent off as it stands. */
export const isLast = ({ fact, scope }: LibraryCall): boolean => {
  const { calls } = scope.module.fact;
  const site = calls.indexOf(fact);
  return !calls.some(({ callee }) => callee.kind === 'member' && callee.of.kind === 'call' && callee.of.site === site);
};

/** The calls that are chained to what a call gives, in their order: `values(…)` and `returning()` behind `insert(orders)`. */
export const stepsAfter = ({ fact, scope }: LibraryCall): readonly CallFact[] => {
  const { calls } = scope.module.fact;
  const after = (site: number): readonly CallFact[] => {
    const next = calls.findIndex(
      ({ callee }) => callee.kind === 'member' && callee.of.kind === 'call' && callee.of.site === site,
    );
    const step = calls[next];
    return step ? [step, ...after(next)] : [];
  };
  return after(calls.indexOf(fact));
};

/** What a step of a chain is called. */
export const stepName = ({ callee }: CallFact): string => (callee.kind === 'member' ? callee.name : '');
