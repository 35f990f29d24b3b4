import type { OtherFact, Unreadable } from '../../model/fact.ts';
import type { ModuleFact } from '../../model/fact/module.ts';

/**
 * What the readers said of one content. A module is by far the largest fact, and the only one that is not always wanted:
 * it is taken from the cache when asked for.
 */
export type Reading = {
  readonly facts: readonly OtherFact[];
  readonly module?: () => ModuleFact;
  readonly unreadable: readonly Unreadable[];
};

/** Bytes by key, as they are kept between runs. */
type Bytes = {
  readonly get: (key: string) => Uint8Array | undefined;
  readonly set: (key: string, value: Uint8Array) => void;
};

/** Readings by key. One that was kept is a line of JSON without the module, then the module's. */
export type Pack = {
  readonly get: (key: string) => Reading | undefined;
  readonly set: (key: string, reading: Reading) => void;
};

/** Raise it when the form of what is kept changes. */
const FORMAT = 3;

/** Without bytes, only what this run reads is known. */
export function packOf(bytes: Bytes | undefined): Pack {
  const made = new Map<string, Reading>();
  const named = (key: string): string => `${FORMAT} ${key}`;
  return {
    get: (key) => {
      const known = made.get(key);
      if (known) return known;
      const kept = bytes?.get(named(key));
      return kept && readingFrom(Buffer.from(kept.buffer, kept.byteOffset, kept.byteLength));
    },
    set: (key, reading) => {
      made.set(key, reading);
      bytes?.set(named(key), bytesOf(reading));
    },
  };
}

const LINE = 10;

function bytesOf({ facts, module, unreadable }: Reading): Uint8Array {
  const head = facts.length === 0 && unreadable.length === 0 ? '' : JSON.stringify({ facts, unreadable });
  return Buffer.from(module ? `${head}\n${JSON.stringify(module())}` : head);
}

function readingFrom(kept: Buffer): Reading {
  const end = kept.indexOf(LINE);
  const head = end < 0 ? kept : kept.subarray(0, end);
  const said: Pick<Reading, 'facts' | 'unreadable'> =
    head.length === 0 ? { facts: [], unreadable: [] } : JSON.parse(head.toString('utf8'));
  return end < 0 ? said : { ...said, module: once(() => JSON.parse(kept.toString('utf8', end + 1))) };
}

/** A module that is parsed at most once. */
function once(make: () => ModuleFact): () => ModuleFact {
  let made: ModuleFact | undefined;
  return () => (made ??= make());
}
