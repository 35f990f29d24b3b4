import { heldIn } from '../../../model/held.ts';
import { keyOf } from '../evaluate/enter.ts';
import type { Base } from '../evaluate/instances.ts';
import type { InstanceThing, Program } from '../types.ts';

/** Classes that were made, each with what their bases were given. */
const made = new WeakMap<Program, Map<string, Set<string>>>();

const classKeyOf = ({ of }: InstanceThing): string => `${of.scope.module.file}#${of.id}`;

/** Whether nobody has made this class with these arguments before; who is injected is what was made by hand. */
export const isFirst = (instance: InstanceThing, { made: { args = [] } }: Base): boolean => {
  const { program } = instance.of.scope;
  const all = heldIn(made, program, () => new Map<string, Set<string>>());
  const known = all.get(classKeyOf(instance));
  const key = args.map((arg) => keyOf(program, arg)).join();
  if (known?.has(key) || (known && !instance.args)) return false;
  all.set(classKeyOf(instance), new Set(known).add(key));
  return true;
};

const LIFECYCLE = /^\$?(?:connect|disconnect|on|once|use|extends|end|close|quit|ready|initialize|destroy)$/;

/** What injection makes and somebody uses: of shared code, all that is there is not in use. */
export const injectedIn = (program: Program): readonly InstanceThing[] =>
  [...program.memo.singletons.values()].filter(
    ({ of, fields }) =>
      program.own.has(of.scope.module.file) || [...fields.keys()].some((name) => !LIFECYCLE.test(name)),
  );
