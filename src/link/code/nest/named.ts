import { fieldOf, itemsOf } from '../things.ts';
import type { ClassThing, ObjectThing, Program, Thing } from '../types.ts';

const NAMED = ['controllers', 'providers'] as const;
const keyIn = (list: (typeof NAMED)[number], thing: ClassThing): string =>
  `${list} ${thing.scope.module.file} ${thing.id}`;

/** What a module answers with, and what it runs. A list that holds something unknown leaves open what it is. */
export const noteNamed = (module: ObjectThing, program: Program): void => {
  for (const name of NAMED) {
    const list = fieldOf(module, name, program);
    const items = itemsOf(list);
    for (const item of items) if (item.kind === 'class') program.mounted.add(keyIn(name, item));
    const isTold = ({ kind }: Thing): boolean => kind === 'class' || (name === 'providers' && kind === 'object');
    if (list && (items.length === 0 ? list.kind !== 'array' : !items.every(isTold))) program.mounted.add(name);
  }
};

/** A class of a shared library that no module of the service names: it is loaded, and neither answers nor handles anything. */
export const isLeftOut = (thing: ClassThing, list: (typeof NAMED)[number]): boolean => {
  const { program, module } = thing.scope;
  if (program.own.has(module.file) || program.mounted.size === 0 || program.mounted.has(list)) return false;
  return !program.mounted.has(keyIn(list, thing));
};
