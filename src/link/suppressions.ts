import type { ConfigFact } from '../model/fact/config.ts';
import type { At } from '../model/fact/module.ts';
import type { Suppression } from '../model/suppression.ts';
import type { FactIndex } from './types.ts';

/** What comments and msvc.yaml ask to be left alone. */
export function suppressionsOf(index: FactIndex, config: ConfigFact): readonly Suppression[] {
  const comments = index
    .ofKind('suppression')
    .map(({ file, fact: { rules, reason, until, lines, at } }): Suppression => {
      const covers = lines
        ? ({ kind: 'lines', file, from: lines[0], to: lines[1] } as const)
        : ({ kind: 'file', file } as const);
      return { at: placeOf(file, at), rules, ...given({ reason, until }), covers };
    });
  const configured = config.suppress.map(({ rule, files, services, fingerprint, reason, until, at }): Suppression => {
    const covers = { kind: 'some', ...given({ at: files, services, fingerprint }) } as const;
    return { at: placeOf(config.file, at), rules: [rule], reason, ...given({ until }), covers };
  });
  return [...comments, ...configured];
}

const placeOf = (file: string, [line, column]: At) => ({ file, line, column });

/** The fields that have a value. */
type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };
const given = <T extends object>(fields: T): Given<T> => {
  const set: Given<T> = {};
  return Object.assign(set, Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)));
};
