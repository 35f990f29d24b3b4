import type { Evidence } from '../../model/evidence.ts';
import type { At } from '../../model/fact/module.ts';
import type { FunctionThing, LibraryThing, ObjectThing, Program, Scope, TextOption, Thing } from './types.ts';

export const UNKNOWN: Thing = { kind: 'unknown' };
export const NOTHING: Thing = { kind: 'nothing' };
export const ENVIRONMENT: Thing = { kind: 'environment' };

/** How many alternatives of one value are followed. */
const MOST_OPTIONS = 24;

export const unknownAs = (hint: string): Thing => ({ kind: 'unknown', hint });

export const textThing = (text: string): Thing => ({
  kind: 'texts',
  options: [{ text, holes: false, env: [], evidence: [] }],
});

/** One thing out of several: equal kinds are flattened, nothing and unknown give way to what is known. */
export const eitherOf = (things: readonly Thing[]): Thing => {
  const [only] = things;
  if (only && things.length === 1) return only;
  const flat = things.flatMap((thing) => (thing.kind === 'either' ? thing.options : [thing]));
  const known = flat.filter((thing) => thing.kind !== 'unknown' && thing.kind !== 'nothing');
  const texts = known.flatMap((thing) => (thing.kind === 'texts' ? thing.options : []));
  const others = [...new Set(known.filter((thing) => thing.kind !== 'texts'))];
  const options: Thing[] =
    texts.length > 0 ? [{ kind: 'texts', options: distinct(texts).slice(0, MOST_OPTIONS) }, ...others] : others;
  if (options.length > 1) return { kind: 'either', options: options.slice(0, MOST_OPTIONS) };
  return options[0] ?? flat[0] ?? UNKNOWN;
};

const distinct = (options: readonly TextOption[]): readonly TextOption[] => {
  const seen = new Map(options.map((option) => [`${option.text}|${option.deployment ?? ''}`, option]));
  return [...seen.values()];
};

/** The alternatives of a thing. */
export const optionsOf = (thing: Thing | undefined): readonly Thing[] => {
  if (!thing) return [];
  return thing.kind === 'either' ? thing.options : [thing];
};

/** Every text a thing may be; numbers count as text. */
export const textsOf = (thing: Thing | undefined): readonly TextOption[] =>
  optionsOf(thing).flatMap((option): readonly TextOption[] => {
    if (option.kind === 'texts') return option.options;
    if (option.kind === 'number') {
      return [{ text: String(option.number), holes: false, env: [], evidence: [] }];
    }
    return [];
  });

const CONSTANT = /^(?:[A-Z]\w*\.\w+|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)$/;

/** Constants of a package that is not in the workspace, by their names: `Subjects.OrderCreated`. Only equal to themselves. */
export const symbolsOf = (thing: Thing | undefined): readonly string[] =>
  librariesOf(thing).flatMap(({ package: from, path, args }) =>
    from !== 'global' && !args && CONSTANT.test(path) ? [path] : [],
  );

/** The texts that are fully known. */
export const plainTextsOf = (thing: Thing | undefined): readonly string[] => [
  ...new Set(textsOf(thing).flatMap((option) => (option.holes ? [] : [option.text]))),
];

/** Texts with their holes, for showing and for matching shapes. */
export const shapesOf = (thing: Thing | undefined): readonly string[] => [
  ...new Set(textsOf(thing).map((option) => option.text)),
];

export const functionsOf = (thing: Thing | undefined): readonly FunctionThing[] =>
  optionsOf(thing).flatMap((option) => (option.kind === 'function' ? [option] : []));

export const objectsOf = (thing: Thing | undefined): readonly ObjectThing[] =>
  optionsOf(thing).flatMap((option) => (option.kind === 'object' ? [option] : []));

export const itemsOf = (thing: Thing | undefined): readonly Thing[] =>
  optionsOf(thing).flatMap((option) => (option.kind === 'array' ? option.items : []));

export const librariesOf = (thing: Thing | undefined): readonly LibraryThing[] =>
  optionsOf(thing).flatMap((option) => (option.kind === 'library' ? [option] : []));

/** A field of an object thing, wherever among the alternatives it stands; `a.b.c` goes deeper. */
export const fieldOf = (thing: Thing | undefined, path: string, program: Program): Thing | undefined => {
  let found = thing;
  for (const name of path.split('.')) {
    const fields = optionsOf(found).flatMap((option) => {
      if (option.kind !== 'object' && option.kind !== 'instance') return [];
      const field = program.member(option, name, option.kind === 'object' ? option.scope : option.of.scope);
      return field.kind === 'nothing' ? [] : [field];
    });
    if (fields.length === 0) return undefined;
    found = eitherOf(fields);
  }
  return found;
};

export const evidenceAt = (scope: Scope, at: At, note?: string): Evidence => ({
  file: scope.module.file,
  line: at[0],
  column: at[1],
  basis: 'inferred',
  ...(note === undefined ? {} : { note }),
});

/** Steps of a library path: `Kafka().producer().send` gives `Kafka()`, `producer()`, `send`. */
export const lastStep = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

/** The nearest call in a chain whose path ends as given: the `create()` that made an axios instance. */
export const madeBy = (thing: LibraryThing | undefined, ends: RegExp): LibraryThing | undefined => {
  for (let step = thing; step; step = step.parent) if (step.args && ends.test(step.path)) return step;
  return undefined;
};
