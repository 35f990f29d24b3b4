import type { Fact, Reader, SourceFile, Unreadable } from '../model/fact.ts';

export type Reading = { readonly facts: readonly Fact[]; readonly unreadable: readonly Unreadable[] };
export const nothing: Reading = { facts: [], unreadable: [] };

/** A reader that keeps its promise never to throw, whatever the text. */
export const defineReader = (reader: Reader): Reader => ({
  ...reader,
  read: (source: SourceFile): Reading => {
    try {
      return reader.read(source);
    } catch (error) {
      const why =
        error instanceof RangeError ? 'The file is nested too deeply to be read.' : 'The file could not be read.';
      return { facts: [], unreadable: [{ why, at: [1, 1] }] };
    }
  },
});

export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A field that is set only where there is a value (`exactOptionalPropertyTypes`). */
export const given = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  value === undefined ? {} : oneOf(key, value);

const oneOf = <K extends string, V>(key: K, value: V): { readonly [P in K]?: V } => {
  const fields: { [P in K]?: V } = {};
  fields[key] = value;
  return fields;
};
