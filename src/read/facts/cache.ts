import type { OtherFact, Unreadable } from '../../model/fact.ts';
import type { ModuleFact } from '../../model/fact/module.ts';

/** What the readers say of one content. */
export type Said = {
  readonly facts: readonly OtherFact[];
  readonly module?: ModuleFact;
  readonly unreadable: readonly Unreadable[];
};
/**
 * The same, as it is passed on. A module is by far the largest fact, and the only one that is not always wanted: it is
 * held as bytes, and as an object only while somebody needs it.
 */
export type Reading = Omit<Said, 'module'> & { readonly module?: () => ModuleFact };

/** Bytes by key, as they are kept between runs. */
type Bytes = {
  readonly get: (key: string) => Uint8Array | undefined;
  readonly set: (key: string, value: Uint8Array) => void;
};

/** Readings by key. Each is a line of JSON without the module, then the module's. */
export type Pack = {
  readonly get: (key: string) => Reading | undefined;
  readonly add: (key: string, said: Said) => Reading;
  /** Takes in what was written elsewhere. */
  readonly take: (key: string, written: Uint8Array) => void;
};

/** Raise it when the form of what is kept changes. */
const FORMAT = 4;

export function packOf(bytes: Bytes): Pack {
  const made = new Map<string, Reading>();
  const named = (key: string): string => `${FORMAT} ${key}`;
  return {
    get: (key) => {
      const known = made.get(key);
      if (known) return known;
      const kept = bytes.get(named(key));
      const reading = kept && readingFrom(bufferOf(kept));
      if (reading) made.set(key, reading);
      return reading;
    },
    add: (key, said) => {
      const written = bytesOf(said);
      const reading = readingFrom(written, said);
      made.set(key, reading);
      bytes.set(named(key), written);
      return reading;
    },
    take: (key, written) => {
      made.set(key, readingFrom(bufferOf(written)));
      bytes.set(named(key), written);
    },
  };
}

const LINE = 10;

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A reading as it is kept. */
export function bytesOf({ facts, module, unreadable }: Said): Buffer {
  const head = facts.length === 0 && unreadable.length === 0 ? '' : JSON.stringify({ facts, unreadable });
  return Buffer.from(module ? `${head}\n${JSON.stringify(module)}` : head);
}

/** The module is made anew whenever it is asked for: who needs it again holds it. */
function readingFrom(kept: Buffer, said?: Said): Reading {
  const end = kept.indexOf(LINE);
  const { facts, unreadable }: Said = said ?? headFrom(end < 0 ? kept : kept.subarray(0, end));
  return end < 0
    ? { facts, unreadable }
    : { facts, unreadable, module: () => JSON.parse(kept.toString('utf8', end + 1)) };
}

const headFrom = (head: Buffer): Said =>
  head.length === 0 ? { facts: [], unreadable: [] } : JSON.parse(head.toString('utf8'));
