import { eitherOf, textsOf, UNKNOWN } from '../things.ts';
import type { TextOption, Thing } from '../types.ts';

/** `a ?? b`: a variable that a deployment sets wins over what stands behind it. */
export const firstGiven = (things: readonly Thing[]): Thing => {
  const [first] = things;
  const isSet = first?.kind === 'texts' && first.options.every((option) => !option.holes && option.env.length > 0);
  if (isSet) return first;
  const texts = things.flatMap((thing) => textsOf(thing));
  if (texts.every((option) => option.holes)) return eitherOf(things);
  const unset = [...new Set(texts.flatMap((option) => (isHole(option) ? option.env : [])))];
  return eitherOf(things.map((thing) => (thing.kind === 'texts' ? withoutHoles(thing, unset) : thing)));
};

const isHole = (option: TextOption): boolean => option.holes && /^\{[^}]*\}$/.test(option.text);

/** What stands in for variables that nobody sets remembers which they are. */
const withoutHoles = (thing: Extract<Thing, { kind: 'texts' }>, unset: readonly string[]): Thing => {
  const options = thing.options.flatMap((option): readonly TextOption[] => {
    if (isHole(option)) return [];
    return unset.length > 0 && option.env.length === 0 ? [{ ...option, unset }] : [option];
  });
  return options.length > 0 ? { kind: 'texts', options } : UNKNOWN;
};
