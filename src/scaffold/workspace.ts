import { errors } from '../errors/scaffold.ts';
import { kebabOf } from './names/words.ts';
import { eventsIn } from './contracts.ts';
import type { ServicePlace, Workspace } from './kit/workspace.ts';
import { isObject } from './merge/same.ts';
import { readServiceRecord, readWorkspaceRecord, recordVersion, type WorkspaceRecord } from './record.ts';
import { relayOffIn } from './relays.ts';

/** The little of a folder that planning looks at. */
export type WorkspaceFiles = {
  readonly read: (path: string) => string | undefined;
  readonly names: (path: string) => readonly string[];
};
type Own = { readonly version: string; readonly msvc: string };

/** Reads a generated workspace from its own files. Throws where a newer msvc made it. */
export function readWorkspace(files: WorkspaceFiles, own: Own): { workspace: Workspace; record: WorkspaceRecord } {
  const record = readWorkspaceRecord(files.read);
  if (!record) throw errors.notAWorkspace('This folder');
  refuseNewer(record, own.version);
  const name = nameIn(files.read('package.json')) ?? 'workspace';
  const contexts = contractsIn(files);
  return {
    record,
    workspace: {
      name,
      scope: `@${name}`,
      services: servicesIn(files),
      contexts: [...contexts.keys()].sort(),
      events: [...contexts.values()].flat().sort(),
      broker: brokerIn(record, files),
      msvc: own.msvc,
    },
  };
}

/** The last `add broker`; before one, the answer of the first service or of the workspace that wanted another. */
function brokerIn(record: WorkspaceRecord, files: WorkspaceFiles): string {
  const names = files.names('.msvc/services').flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -5)] : []));
  const births = names.flatMap((name) => readServiceRecord(files.read, name)?.applied.slice(0, 1) ?? []);
  const answered = [...births, ...record.applied].map(({ answers }) => answers['broker']);
  const added = record.applied.some(({ capability }) => capability === 'broker');
  const chosen = answered.filter((broker) => typeof broker === 'string' && (added || broker !== 'postgres'));
  return String(chosen.at(-1) ?? 'postgres');
}

function refuseNewer(record: WorkspaceRecord, version: string): void {
  const made = record.applied.map(({ msvc }) => msvc).sort((a, b) => compareVersions(b, a))[0] ?? version;
  if (record.version > recordVersion || (!isSource(version) && compareVersions(made, version) > 0)) {
    throw errors.newerWorkspace(made, version);
  }
}

const isSource = (version: string): boolean => version.startsWith('0.0.0');

/** Semantic versions; a pre-release comes before its release. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  const at = left.numbers.findIndex((number, index) => number !== right.numbers[index]);
  if (at !== -1) return (left.numbers[at] ?? 0) - (right.numbers[at] ?? 0);
  return (
    (left.before === '' ? 1 : 0) - (right.before === '' ? 1 : 0) ||
    left.before.localeCompare(right.before, 'en', { numeric: true })
  );
}

function partsOf(version: string): { readonly numbers: readonly number[]; readonly before: string } {
  const [core = '', before = ''] = version.replace(/\+.*$/, '').split(/-(.*)/s);
  const numbers = core.split('.').map((part) => Number.parseInt(part, 10) || 0);
  return { numbers: [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 0], before };
}

function nameIn(manifest: string | undefined): string | undefined {
  try {
    const value: unknown = JSON.parse(manifest ?? '');
    return isObject(value) && typeof value['name'] === 'string'
      ? value['name'].replace(/^@/, '').replace('/', '-')
      : undefined;
  } catch {
    return undefined;
  }
}

/** Recorded services, then folders that somebody made by hand. */
function servicesIn(files: WorkspaceFiles): readonly ServicePlace[] {
  const recorded = files
    .names('.msvc/services')
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -5));
  const services = recorded.flatMap((name): ServicePlace[] => {
    const record = readServiceRecord(files.read, name);
    if (!record) return [];
    const { path, contexts, number, applied } = record;
    const place: ServicePlace = {
      name,
      path,
      contexts,
      number,
      applied,
      // Few commands ask, and it takes two files to answer.
      get relayOffIn() {
        const off = relayOffIn(files.read, { name, path });
        return off.length > 0 ? off : undefined;
      },
    };
    return [place];
  });
  const folders = files
    .names('services')
    .filter((entry) => entry.endsWith('/'))
    .map((entry) => entry.slice(0, -1));
  const others = folders.filter((name) => !recorded.includes(name));
  return [
    ...services.sort((a, b) => a.number - b.number),
    ...others.map((name): ServicePlace => ({ name, path: `services/${name}`, contexts: [name], number: 0 })),
  ];
}

/** Events by context: `contracts/<context>/v<n>/*.proto`. */
function contractsIn(files: WorkspaceFiles): ReadonlyMap<string, readonly string[]> {
  const folders = (path: string) =>
    files
      .names(path)
      .filter((name) => name.endsWith('/'))
      .map((name) => name.slice(0, -1));
  const contexts = new Map<string, readonly string[]>();
  for (const context of folders('contracts').filter((name) => name !== 'gen' && name !== 'node_modules')) {
    const versions = folders(`contracts/${context}`).filter((name) => /^v\d/.test(name));
    if (versions.length === 0) continue;
    const events = versions.map((version) => files.read(`contracts/${context}/${version}/events.proto`) ?? '');
    contexts.set(kebabOf(context), events.flatMap(eventsIn));
  }
  return contexts;
}
