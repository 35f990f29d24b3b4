import type { Value } from '../../../model/fact/value.ts';
import type { Deed, Scope } from '../types.ts';

/** Names of what lets each message through once: `@Idempotent()`, `makeIdempotent(fn)`, `withInbox(id, fn)`, `processOnce`. */
const KEEPS =
  /idempoten|deduplicat|dedupe|exactly_?once|(?:process|run|handle|execute|do)_?once|(?:with|through|via)_?inbox/i;

export const isKeeper = (name: string): boolean => KEEPS.test(name);

const nameIn = (value: Value | undefined): string =>
  value?.kind === 'name' || value?.kind === 'member' ? value.name : '';

/** The decorator of a function, or of its class, that lets each message through once: `@UseInterceptors(IdempotencyInterceptor)`. */
const keeperOf = ({ module, fn }: Scope): string | undefined => {
  const fact = module.fact.functions[fn];
  const owner = fact?.owner === undefined ? undefined : module.fact.classes[fact.owner];
  return [...(fact?.decorators ?? []), ...(owner?.decorators ?? [])]
    .flatMap(({ name, args }) => [nameIn(name), ...args.map(nameIn)])
    .find(isKeeper);
};

/** Deeds as something around them remembers what was done. */
export const rememberedBy = (name: string | undefined, deeds: readonly Deed[]): readonly Deed[] =>
  name === undefined ? deeds : deeds.map((deed) => ({ ...deed, around: { ...deed.around, remembered: name } }));

export const withMemory = (scope: Scope, deeds: readonly Deed[]): readonly Deed[] =>
  deeds.length === 0 ? deeds : rememberedBy(keeperOf(scope), deeds);
