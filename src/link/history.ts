import { isTest } from '../model/aside.ts';
import type { CoChange, History } from '../model/history.ts';
import type { Service, ServiceName } from '../model/model.ts';
import { folderOf, upFrom } from '../model/paths.ts';

/** One commit, as it was read: paths are relative to the workspace. */
export type Change = {
  readonly id: string;
  readonly author: string;
  readonly subject: string;
  readonly files: readonly string[];
};

/** A commit that changes more than this is a sweep over everything: a formatter, a licence, a new version of a framework. */
const MOST_FILES = 60;
const MOST_SERVICES = 8;

const source = /\.(?:[cm]?[jt]sx?|vue|svelte|go|py|rb|php|java|kt|cs|rs|proto|graphqls?|gql|sql|prisma)$/;
const generated =
  /(?:^|\/)(?:node_modules|dist|build|out|vendor|generated|__generated__|gen|[\w-]*-generated)\/|[._](?:pb|generated|gen|min)\.[cm]?[jt]s$|_pb\.[jt]s$|\.d\.ts$/;
const bot = /\[bot\]|\bbot@|renovate|dependabot|greenkeeper|snyk-bot|semantic-release/i;
const sweep =
  /^(?:revert|release|bump|merge)\b|^v?\d+\.\d+\.\d+|^(?:chore|style|build|ci|docs)\b.*(?:lint|format|prettier|typo|bump|deps|dependenc|upgrade|licen[cs]e|release|version|rename|\bmove)/i;

/** Counts what commits changed together, service by service. Bulk commits, bots, and files that no one writes are left out. */
export function historyOf(commits: readonly Change[], services: readonly Service[], cut?: History['cut']): History {
  const serviceIn = serviceFinder(services);
  const touched = new Map<ServiceName, { commits: number; readonly authors: Set<string> }>();
  const pairs = new Map<string, { readonly services: [ServiceName, ServiceName]; readonly ids: string[] }>();
  let counted = 0;
  for (const commit of commits) {
    const files = isByHand(commit) ? commit.files.filter(isSource) : [];
    if (files.length === 0 || files.length > MOST_FILES) continue;
    const names = servicesChanged(files, serviceIn);
    if (names.length > MOST_SERVICES) continue;
    counted += 1;
    for (const [index, name] of names.entries()) {
      const seen = touched.get(name) ?? { commits: 0, authors: new Set() };
      seen.commits += 1;
      seen.authors.add(commit.author.toLowerCase());
      touched.set(name, seen);
      for (const other of names.slice(index + 1)) {
        const key = `${name}\n${other}`;
        const pair = pairs.get(key) ?? { services: [name, other], ids: [] };
        pair.ids.push(commit.id);
        pairs.set(key, pair);
      }
    }
  }
  return {
    commits: counted,
    ...(cut ? { cut } : {}),
    services: [...touched].map(([service, seen]) => ({ service, commits: seen.commits, authors: seen.authors.size })),
    pairs: [...pairs.values()].flatMap(({ services: both, ids }): readonly CoChange[] =>
      ids.length < 2 ? [] : [{ services: both, commits: ids.length, latest: ids.slice(0, 2) }],
    ),
  };
}

const isByHand = ({ author, subject }: Change): boolean => !bot.test(author) && !sweep.test(subject);

const isSource = (file: string): boolean => source.test(file) && !generated.test(file) && !isTest(file);

/**
 * The services that a commit changes. The same file of several services (`src/models.ts` here and there) is a copy, or one
 * step of a sweep: it does not count for them.
 */
function servicesChanged(files: readonly string[], serviceIn: (file: string) => Service | undefined): ServiceName[] {
  const homes = files.flatMap((file) => {
    const home = serviceIn(file);
    return home ? [{ name: home.name, inside: file.slice(home.path.length) }] : [];
  });
  const all = [...new Set(homes.map(({ name }) => name))];
  if (all.length < 2) return all;
  const copies = Map.groupBy(homes, ({ inside }) => inside);
  return [...new Set(homes.flatMap(({ name, inside }) => (copies.get(inside)?.length === 1 ? [name] : [])))].toSorted();
}

/** The service whose folder holds a file; none where several share the folder. */
function serviceFinder(services: readonly Service[]): (file: string) => Service | undefined {
  const byFolder = Map.groupBy(services, ({ path }) => path);
  const known = new Map<string, Service | undefined>();
  return (file) => {
    const folder = folderOf(file);
    if (known.has(folder)) return known.get(folder);
    const home = [...upFrom(folder)].find((path) => byFolder.has(path));
    const owners = home === undefined ? [] : (byFolder.get(home) ?? []);
    const found = owners.length === 1 ? owners[0] : undefined;
    known.set(folder, found);
    return found;
  };
}
