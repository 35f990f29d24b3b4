import { eitherOf, functionsOf, lastStep } from '../things.ts';
import type { Library, LibraryThing, Thing } from '../types.ts';

/** The functions of all arms above, first to last. */
const armsOf = (callee: LibraryThing): readonly Thing[] => {
  const arms: Thing[] = [];
  for (let step: LibraryThing | undefined = callee; step; step = step.parent)
    if (/(?:^|\.)(?:with|when)\(\)$/.test(step.path)) arms.unshift(...functionsOf(step.args?.at(-1)));
  return arms;
};

/** `match(job.name).with('begin', () => this.begin).otherwise(() => …)` of ts-pattern gives what one of its arms gives. */
export const matching: Library = {
  packages: ['ts-pattern'],
  result: (callee, args, scope) => {
    if (!/^(?:otherwise|exhaustive|run)$/.test(lastStep(callee.path))) return undefined;
    const arms = [...armsOf(callee), ...functionsOf(args[0])];
    if (arms.length === 0) return undefined;
    const given = eitherOf(arms.map((arm) => scope.program.call(arm, [], scope)));
    return given.kind === 'either' ? { ...given, exclusive: true } : given;
  },
};
