import type { Evidence } from '../../model/evidence.ts';
import type { ConfigFact, OwnersFact } from '../../model/fact/config.ts';
import type { OwnerClaim, Ownership } from '../../model/ownership.ts';
import { baseOf, globOf, upFrom } from '../../model/paths.ts';
import type { FactIndex, Units } from '../types.ts';

/** Where code hosts look for the file; the first one counts. */
const HOMES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];

type Entry = OwnersFact['entries'][number];

/** Who owns each context: as msvc.yaml says, else as CODEOWNERS says of the folders of its services. */
export function ownershipOf(units: Pick<Units, 'services'>, index: FactIndex, config: ConfigFact): Ownership {
  const files = index.ofKind('owners');
  const home = HOMES.flatMap((path) => files.find(({ file }) => file === path) ?? [])[0];
  const entryOf = lastEntryFor(home?.fact.entries ?? []);
  const configFile = index.ofKind('config')[0]?.file ?? 'msvc.yaml';
  const declared = new Map(
    config.contexts.map(({ name, owner, at: [line, column] }) => {
      const place = { file: configFile, line, column };
      return [name, { place, claims: owner === undefined ? [] : [claimOf(owner, 'msvc.yaml', place)] }] as const;
    }),
  );
  const byContext = Map.groupBy(units.services, ({ context }) => context);
  const names = new Set([...byContext.keys(), ...config.contexts.map(({ name }) => name)]);
  const isInConfig = [...declared.values()].some(({ claims }) => claims.length > 0);
  return {
    isNamed: isInConfig || (home?.fact.entries ?? []).some(({ owners }) => owners.length > 0),
    contexts: [...names].toSorted().map((context) => {
      const said = declared.get(context);
      const folders = new Set((byContext.get(context) ?? []).map(({ path }) => path));
      const claims =
        said && said.claims.length > 0
          ? said.claims
          : [...folders].flatMap((folder) => claimsBy(entryOf(folder), home?.file ?? ''));
      return { context, claims, ...(said ? { declaredAt: { ...said.place, basis: 'declared' } } : {}) };
    }),
  };
}

const claimOf = (owner: string, by: OwnerClaim['by'], place: Omit<Evidence, 'basis' | 'note'>): OwnerClaim => ({
  owner,
  by,
  evidence: { ...place, basis: 'declared', note: owner },
});

const claimsBy = (entry: Entry | undefined, file: string): readonly OwnerClaim[] =>
  (entry?.owners ?? []).map((owner) => ({
    ...claimOf(owner, 'CODEOWNERS', { file, line: entry?.at[0] ?? 1, column: entry?.at[1] ?? 1 }),
    ...(isForAll(entry) ? { forAll: true as const } : {}),
  }));

const isForAll = (entry: Entry | undefined): boolean => /^\/?\*{1,2}(?:\/\*{1,2})?$/.test(entry?.pattern ?? '');

/** The last entry that covers a whole folder. Plain paths and names are looked up; only globs are tried one by one. */
function lastEntryFor(entries: readonly Entry[]): (folder: string) => Entry | undefined {
  const paths = new Map<string, number>();
  const names = new Map<string, number>();
  const globs: { readonly at: number; readonly glob: RegExp; readonly isName: boolean }[] = [];
  for (const [at, entry] of entries.entries()) {
    const bare = entry.pattern.replace(/^\//, '').replace(/\/(?:\*\*)?$/, '');
    const isName = !entry.pattern.replace(/\/$/, '').includes('/');
    if (isForAll(entry)) paths.set('', at);
    else if (/[*?[\]]/.test(bare)) globs.push({ at, glob: globOf(bare), isName });
    else (isName ? names : paths).set(bare, at);
  }
  return (folder) => {
    const above = [...upFrom(folder)];
    const found = [
      ...above.flatMap((path) => [paths.get(path), path === '' ? undefined : names.get(baseOf(path))]),
      ...globs.flatMap(({ at, glob, isName }) =>
        above.some((path) => path !== '' && glob.test(isName ? baseOf(path) : path)) ? [at] : [],
      ),
    ].filter((at) => at !== undefined);
    return found.length > 0 ? entries[Math.max(...found)] : undefined;
  };
}
