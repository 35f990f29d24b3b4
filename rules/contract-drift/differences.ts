import type { ProtoContract, ProtoField, ProtoMethod } from '../../src/model/contract.ts';
import type { Evidence } from '../../src/model/evidence.ts';

/** One thing that two copies of a contract say differently, with a place in either. */
export type Difference = {
  readonly about: string;
  /** What it means, as it completes "Two copies of stock.v1 disagree: ". */
  readonly what: string;
  readonly one: Evidence;
  readonly other: Evidence;
  /** The bytes are read the same; what is read by name, and JSON, is not. */
  readonly isNameOnly?: true;
};

/** Types that one side can write and the other read as the same value. */
const ALIKE: readonly (readonly string[])[] = [
  ['int32', 'uint32', 'int64', 'uint64', 'bool'],
  ['sint32', 'sint64'],
  ['string', 'bytes'],
  ['fixed32', 'sfixed32'],
  ['fixed64', 'sfixed64'],
];
const SCALARS = new Set([...ALIKE.flat(), 'double', 'float']);

const lastPart = (type: string): string => type.slice(type.lastIndexOf('.') + 1);

/** `map<string, .shop.v1.Item>` and `map<string, Item>` are one type; so are those that share a wire format. */
const wireTypeOf = (type: string): string => {
  const group = ALIKE.find((types) => types.includes(type));
  if (group) return group[0] ?? type;
  const [, key, value] = /^map<(\w+), (.+)>$/.exec(type) ?? [];
  return key === undefined || value === undefined ? lastPart(type) : `map<${wireTypeOf(key)}, ${wireTypeOf(value)}>`;
};

/** An enum travels as a number: which of two names is one cannot be told from the name alone. */
const mayBeAlike = (a: string, b: string): boolean => {
  const isNumber = (type: string) => ALIKE[0]?.includes(type) === true;
  return wireTypeOf(a) === wireTypeOf(b) || (isNumber(a) && !isScalar(b)) || (isNumber(b) && !isScalar(a));
};
const isScalar = (type: string): boolean => SCALARS.has(type) || type.startsWith('map<');

/** What two copies of one contract say differently on the wire. What only one of them has breaks nobody by itself. */
export function* differencesOf(one: ProtoContract, other: ProtoContract): Generator<Difference> {
  for (const message of one.messages) {
    const twin = other.messages.find(({ name }) => name === message.name);
    if (twin) yield* ofFields(message.name, message.fields, twin.fields);
  }
  for (const { name, values } of one.enums) {
    const twin = other.enums.find((candidate) => candidate.name === name);
    for (const value of values) {
      const same = twin?.values.find((candidate) => candidate.name === value.name);
      if (same && same.number !== value.number)
        yield differing(`${name}.${value.name}`, `is ${value.number} here and ${same.number} there`, value, same);
    }
  }
  for (const { name, methods } of one.services) {
    const twin = other.services.find((candidate) => candidate.name === name);
    for (const method of methods) {
      const same = twin?.methods.find((candidate) => candidate.name === method.name);
      const what = same && signatureChange(method, same);
      if (same && what !== undefined) yield differing(`${name}/${method.name}`, what, method, same);
    }
  }
}

function* ofFields(
  message: string,
  fields: readonly ProtoField[],
  others: readonly ProtoField[],
): Generator<Difference> {
  for (const field of fields) {
    const named = others.find(({ name }) => name === field.name);
    const numbered = others.find(({ number }) => number === field.number);
    const about = `${message}.${field.name}`;
    if (named && named.number !== field.number)
      yield differing(about, `has number ${field.number} here and ${named.number} there`, field, named);
    else if (numbered && numbered.name !== field.name && !fields.some(({ name }) => name === numbered.name))
      yield renamed(about, field, numbered);
    else if (named && !mayBeAlike(field.type, named.type))
      yield differing(about, `is ${field.type} here and ${named.type} there`, field, named);
    else if (named && named.repeated !== field.repeated)
      yield differing(about, `is ${countOf(field)} here and ${countOf(named)} there`, field, named);
  }
}

const renamed = (about: string, field: ProtoField, other: ProtoField): Difference => ({
  ...differing(about, `has number ${field.number}, which is ${other.name} there`, field, other),
  ...(mayBeAlike(field.type, other.type) && field.repeated === other.repeated ? { isNameOnly: true } : {}),
});

const countOf = ({ repeated }: ProtoField): string => (repeated ? 'a list' : 'one value');

type Placed = { readonly evidence: readonly [Evidence, ...Evidence[]] };

const differing = (about: string, what: string, one: Placed, other: Placed): Difference => ({
  about,
  what,
  one: one.evidence[0],
  other: other.evidence[0],
});

function signatureChange(one: ProtoMethod, other: ProtoMethod): string | undefined {
  if (one.sides !== other.sides) return `streams ${one.sides} here and ${other.sides} there`;
  if (lastPart(one.request) !== lastPart(other.request))
    return `takes ${lastPart(one.request)} here and ${lastPart(other.request)} there`;
  if (lastPart(one.response) !== lastPart(other.response))
    return `answers ${lastPart(one.response)} here and ${lastPart(other.response)} there`;
  return undefined;
}
