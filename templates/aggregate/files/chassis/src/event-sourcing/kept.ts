import type { z } from 'zod';

/** Something that has happened, in the words of a domain. */
export type DomainEvent = { readonly type: string; readonly data: object };

type Json = Readonly<Record<string, unknown>>;
/** Makes the data of one version of an event into those of the next. */
export type Upcaster = (data: Json) => Json;

/** How one kind of event is kept. Its version is one more than it has upcasters. */
export type KeptEvent<Data> = {
  /** Its data as they are now. */
  readonly data: z.ZodType<Data>;
  /** The way there from each version before, the oldest first. */
  readonly upcasters: readonly Upcaster[];
};

/** How every kind of event of an aggregate is kept, by type. */
export type KeptEvents<E extends DomainEvent> = {
  readonly [T in E['type']]: KeptEvent<Extract<E, { readonly type: T }>['data']>;
};

export function kept<Data>(data: z.ZodType<Data>, ...upcasters: readonly Upcaster[]): KeptEvent<Data> {
  return { data, upcasters };
}

export type KeptRow = { readonly type: string; readonly event_version: number; readonly data: unknown };

/** An event as a row has it: in its newest version. */
export function rowOf<E extends DomainEvent>(kinds: KeptEvents<E>, { type, data }: E) {
  return { type, event_version: versionOf(kindOf(kinds, type)), data: jsonOf(data) };
}

/** An event as the domain knows it now, whatever version it was kept in. Throws where there is no way there. */
export function eventIn<E extends DomainEvent>(kinds: KeptEvents<E>, { type, event_version, data }: KeptRow): E {
  const kind = kindOf(kinds, type);
  if (event_version > versionOf(kind))
    throw new Error(`${type} was kept in version ${event_version}, by newer code than this, which knows ${versionOf(kind)}`);
  // A column of type jsonb arrives parsed; rowOf wrote an object.
  const newest = kind.upcasters.slice(event_version - 1).reduce((old, upcast) => upcast(old), data as Json);
  // The schema of a type parses to the data of that type.
  return { type, data: kind.data.parse(newest) } as E;
}

/** Numbers that JSON would round are kept as text; schemas read them with `z.coerce.bigint()`, and dates with `z.coerce.date()`. */
export function jsonOf(value: object): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each));
}

const versionOf = ({ upcasters }: KeptEvent<unknown>): number => upcasters.length + 1;

function kindOf<E extends DomainEvent>(kinds: KeptEvents<E>, type: string): KeptEvent<unknown> {
  const known: Readonly<Record<string, KeptEvent<unknown>>> = kinds;
  const kind = Object.hasOwn(known, type) ? known[type] : undefined;
  if (!kind) throw new Error(`nothing says how ${type} is read; what was kept once must stay readable`);
  return kind;
}
