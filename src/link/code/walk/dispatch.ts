import type { TypeRef } from '../../../model/fact/value.ts';
import { classFactOf, classNameOf, lineOf, methodOf, methodThing } from '../evaluate/classes.ts';
import { isLeftOut } from '../nest/named.ts';
import { optionsOf, textsOf } from '../things.ts';
import type { ClassThing, Deed, FunctionThing, Program, Thing } from '../types.ts';
import { commandsOf } from './reactions.ts';

const HANDLER = /Handler$/;
const METHODS = ['execute', 'handle'];
/** How many events lead to each other inside one process. */
const DEEPEST = 4;

const handledBy = (thing: ClassThing): readonly string[] => {
  const fact = classFactOf(thing);
  const types: readonly TypeRef[] = fact?.implements ?? [];
  const typed = types.flatMap((type) => (HANDLER.test(type.name) && type.args?.[0] ? [type.args[0].name] : []));
  const decorated = (fact?.decorators ?? []).flatMap(({ name, args }) =>
    (name.kind === 'name' && /^(?:Command|Query|Events?|Request|Notification)Handler$/.test(name.name)
      ? args
      : []
    ).flatMap((arg) => (arg.kind === 'name' ? [arg.name] : [])),
  );
  return [...new Set([...typed, ...decorated])];
};

/** Notes which class handles which command, query or event inside the process. */
export const noteDispatch = (program: Program, classes: readonly ClassThing[]): void => {
  for (const thing of classes) {
    for (const name of handledBy(thing)) {
      program.dispatch.set(name, [...(program.dispatch.get(name) ?? []), thing]);
    }
  }
};

/** Handlers of the commands and events among the arguments. */
export const dispatched = (
  program: Program,
  args: readonly Thing[],
  depth = 0,
): readonly { readonly fn: Thing; readonly args: readonly Thing[] }[] => {
  if (program.dispatch.size === 0 || depth > DEEPEST) return [];
  return args.slice(0, 2).flatMap((arg) =>
    optionsOf(arg).flatMap((option) => {
      if (option.kind !== 'instance') return [];
      const names = lineOf(option.of).map(classNameOf);
      return names
        .flatMap((name) => program.dispatch.get(name) ?? [])
        .flatMap((handler) => {
          if (handler.kind === 'function')
            return commandsOf(handler, option).flatMap((command) => dispatched(program, [command], depth + 1));
          if (handler.kind !== 'class' || isLeftOut(handler, 'providers')) return [];
          const self = program.instance(handler, undefined);
          const method = METHODS.map((method) => methodOf(handler, method)).find((found) => found !== undefined);
          return method ? [{ fn: methodThing(method, self), args: [option] }] : [];
        });
    }),
  );
};

/** What a function of one's own dispatches that is handed a command; one that only names it, for a register, does not. */
export const dispatchedBy = (fn: FunctionThing, args: readonly Thing[]): ReturnType<typeof dispatched> => {
  const { program } = fn.scope;
  const found = dispatched(program, args);
  return found.length > 0 && textsOf(program.call(fn, args, fn.scope)).length > 0 ? [] : found;
};

/** What a mediator of one's own dispatches itself is not done once more. */
export const unseenIn = (known: readonly Deed[], deeds: readonly Deed[]): readonly Deed[] => {
  if (deeds.length === 0) return deeds;
  const seen = new Set(known.map(endOf));
  return deeds.filter((deed) => !seen.has(endOf(deed)));
};

/** The last place of a deed's way, which is the same whichever instance of a class did it. */
const endOf = ({ trail }: Deed): string => {
  const last = trail.at(-1) ?? trail[0];
  return `${last.file}:${last.line}:${last.column}`;
};
