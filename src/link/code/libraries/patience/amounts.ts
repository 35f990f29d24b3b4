import type { Evidence } from '../../../../model/evidence.ts';
import type { Limit } from '../../../../model/waiting.ts';
import { fieldOf, itemsOf, librariesOf, objectsOf, optionsOf, textsOf } from '../../things.ts';
import type { Program, Thing } from '../../types.ts';

/** A number of something, also where it is written as text or added to the time of day. Undefined where it may be several. */
export const amountOf = (thing: Thing | undefined): number | undefined => {
  const found = new Set(
    textsOf(thing).map(({ text }) =>
      Number((/^(?:\{[^}]*\})?(\d+(?:\.\d+)?)(?:ms)?$/.exec(text) ?? [])[1] ?? Number.NaN),
    ),
  );
  const [only] = found;
  return found.size === 1 && only !== undefined && !Number.isNaN(only) ? only : undefined;
};

const WITHIN = ['request', 'response', 'ms', 'milliseconds', 'each', 'first', 'socket', 'headersTimeout', 'timeout'];

/** How many milliseconds a setting says: `5000`, `{ request: 5000 }`, `AbortSignal.timeout(5000)`, `Date.now() + 5000`, `{ seconds: 5 }`. */
export const millisecondsOf = (thing: Thing | undefined, program: Program, depth = 0): number | undefined => {
  const plain = amountOf(thing);
  if (plain !== undefined || depth > 3) return plain;
  for (const { path, args } of librariesOf(thing)) {
    if (path.endsWith('AbortSignal.any()')) return shortest(itemsOf(args?.[0]), program, depth);
    if (/(?:AbortSignal\.timeout|Date)\(\)$/.test(path)) return millisecondsOf(args?.[0], program, depth + 1);
  }
  const seconds = amountOf(fieldOf(thing, 'seconds', program));
  if (seconds !== undefined) return seconds * 1000;
  for (const key of objectsOf(thing).length > 0 ? WITHIN : []) {
    const inner = fieldOf(thing, key, program);
    const found = inner && millisecondsOf(inner, program, depth + 1);
    if (found !== undefined) return found;
  }
  return secondsIn(thing);
};

const shortest = (items: readonly Thing[], program: Program, depth: number): number | undefined => {
  const known = items.flatMap((item) => millisecondsOf(item, program, depth + 1) ?? []);
  return known.length > 0 ? Math.min(...known) : undefined;
};

/** `"5s"`, as gRPC and proxies write it. */
const secondsIn = (thing: Thing | undefined): number | undefined => {
  const [only, ...more] = new Set(textsOf(thing).map(({ text }) => text));
  const match = more.length === 0 ? /^(\d+(?:\.\d+)?)s$/.exec(only ?? '') : null;
  return match ? Number(match[1]) * 1000 : undefined;
};

const isOff = (thing: Thing): boolean =>
  optionsOf(thing).every((option) => option.kind === 'nothing' || (option.kind === 'boolean' && !option.boolean)) ||
  amountOf(thing) === 0;

/** Whether options name a field, whatever it holds. */
export const names = (thing: Thing | undefined, key: string): boolean =>
  objectsOf(thing).some((object) => object.value.entries.some((entry) => entry.key === key) || object.stored.has(key));

/** Whether options hold something that is not known here: `{ ...options }`. */
export const isOpen = (thing: Thing | undefined, program: Program): boolean =>
  optionsOf(thing).some(
    (option) =>
      option.kind === 'unknown' ||
      (option.kind === 'object' &&
        option.value.entries.some(
          (entry) => entry.value.kind === 'spread' && program.evaluate(entry.value.of, option.scope).kind === 'unknown',
        )),
  );

/** The deadline that options give under one of the keys; none where it is switched off. */
export const limitIn = (
  options: Thing | undefined,
  keys: readonly string[],
  { by, at, program }: { readonly by: Limit['by']; readonly at: Evidence; readonly program: Program },
): Limit | undefined => {
  for (const key of keys) {
    const found = fieldOf(options, key, program);
    if (!found ? !names(options, key) : isOff(found)) continue;
    if (found?.kind === 'unknown' && !names(options, key)) continue;
    const ms = millisecondsOf(found, program);
    return { by, at, ...(ms === undefined ? {} : { ms }) };
  }
  return undefined;
};
