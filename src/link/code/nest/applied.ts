import type { At, DecoratorFact } from '../../../model/fact/module.ts';
import { functionsOf, lastStep, optionsOf } from '../things.ts';
import type { ClassThing, Thing } from '../types.ts';

/** A decorator as it takes effect. */
export type Applied = {
  readonly name: string;
  readonly args: () => readonly Thing[];
  /** Where it is put on something: what one of the workspace's own puts together stands there too. */
  readonly at: At;
  /** It came out of one that the workspace wrote. */
  readonly isComposed?: true;
};

const nameOf = ({ name }: DecoratorFact): string => (name.kind === 'name' || name.kind === 'member' ? name.name : '');

/** What a decorator's function gives back: `applyDecorators(Get(path), UseGuards(…))`, `RabbitRPC({ … })`. */
const composed = (made: Thing, at: At): readonly Applied[] =>
  optionsOf(made).flatMap((option): readonly Applied[] => {
    if (option.kind !== 'library' || !option.args) return [];
    const args = option.args;
    const name = lastStep(option.path).replace(/\(\)$/, '');
    return name === 'applyDecorators'
      ? args.flatMap((arg) => composed(arg, at))
      : [{ name, args: () => args, at, isComposed: true }];
  });

/** The decorators that stand on something in `thing`, each of the workspace's own with what it is put together of. */
export const appliedIn = (decorators: readonly DecoratorFact[], thing: ClassThing): readonly Applied[] =>
  decorators.flatMap((item) => {
    const { program } = thing.scope;
    const args = (): readonly Thing[] => item.args.map((arg) => program.evaluate(arg, thing.scope));
    const one: Applied = { name: nameOf(item), args, at: item.at };
    const [fn] = functionsOf(program.evaluate(item.name, thing.scope));
    return fn ? [one, ...composed(program.call(fn, args(), thing.scope), item.at)] : [one];
  });
