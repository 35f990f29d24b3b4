import type { Evidence } from '../../../src/model/evidence.ts';
import type { Model } from '../../../src/model/model.ts';
import type { Tree } from './clean.ts';

/** What one model has that another has not, one line each; `at` holds its places as `file:line`. */
export type Added = ReadonlyMap<string, readonly string[]>;

const placesOf = (evidence: readonly Evidence[]): readonly string[] =>
  evidence.map(({ file, line }) => `${file}:${line}`);

/** Everything that a map would show, by its name. */
const shownBy = (model: Model): Added =>
  new Map([
    ...model.services.map(({ name, kind }) => [`${kind} ${name}`, []] as const),
    ...model.edges.map(
      ({ from, to, kind, protocol, operation = '', evidence }) =>
        [`${from} -> ${to} ${kind} ${protocol} ${operation}`.trim(), placesOf(evidence)] as const,
    ),
    ...model.stores.map(
      ({ id, role, usedBy, users }) =>
        [`${role} store ${id} of ${usedBy.join(', ')}`, users.flatMap(({ evidence }) => placesOf(evidence))] as const,
    ),
    ...model.stores.flatMap(({ id, users }) =>
      users.flatMap(({ service, tables }) =>
        tables.map(
          ({ table, access, evidence }) => [`${service} ${access} ${table} of ${id}`, placesOf(evidence)] as const,
        ),
      ),
    ),
    ...model.channels.map(
      ({ id, publishedBy, consumedBy, evidence }) =>
        [`channel ${id} ${publishedBy.join()}>${consumedBy.join()}`, placesOf(evidence)] as const,
    ),
    ...model.unresolved.map(
      ({ service, what, kind, evidence }) => [`unresolved ${kind} ${what} of ${service}`, placesOf(evidence)] as const,
    ),
  ]);

/** What a change added to the map, and (with a minus) took from it. */
export const addedBy = (before: Model, after: Model): Added => {
  const [old, now] = [shownBy(before), shownBy(after)];
  return new Map([
    ...[...now].filter(([name]) => !old.has(name)),
    ...[...old.keys()].filter((name) => !now.has(name)).map((name) => [`- ${name}`, []] as const),
  ]);
};

/** Where `@name` stands in a comment of these files, as `file:line`. */
export const markedIn = (tree: Tree, mark: string): readonly string[] =>
  Object.entries(tree).flatMap(([file, text]) =>
    text.split('\n').flatMap((line, index) => (line.includes(`@${mark}`) ? [`${file}:${index + 1}`] : [])),
  );
