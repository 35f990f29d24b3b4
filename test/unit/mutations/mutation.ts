import { describe, expect, test } from 'vitest';
import type { Added } from './changes.ts';
import { addedBy, markedIn } from './changes.ts';
import { clean, modelWith } from './clean.ts';
import type { Clean, Tree } from './clean.ts';
import { STYLES } from './styles/index.ts';
import type { Parts, StyleName, Values, Written } from './styles/index.ts';

/** Which line proves it: where the client is made, where it is used, or one of the other side. */
export type Mark = 'make' | 'use' | 'any';

/** One kind of edge, store or channel: how it is written, and what the map must then show more. */
export type Kind = Parts & {
  readonly address: (name: string) => string;
  readonly subject: (name: string) => string;
  /** The lines of the map that are added, each with the mark that proves it. */
  readonly adds: (values: Values & { readonly name: string }) => Readonly<Record<string, Mark>>;
  /** Lines that are added too where nothing else could be meant. */
  readonly mayAdd?: (values: Values & { readonly name: string }) => readonly string[];
  /** What the other side needs, for the names of all styles. */
  readonly also?: (names: readonly string[]) => Tree;
  /** The service that is mutated; orders unless it says so. */
  readonly in?: string;
  /** Styles in which nobody writes this, or in which it is something else. */
  readonly without?: readonly StyleName[];
};

type Mutation = {
  readonly style: StyleName;
  readonly tree: Tree;
  readonly written: Written;
  readonly adds: ReturnType<Kind['adds']>;
  readonly mayAdd: readonly string[];
};

const NAMES: readonly StyleName[] = Object.keys(STYLES).filter((name): name is StyleName =>
  Object.hasOwn(STYLES, name),
);
const kebab = (style: string): string => style.toLowerCase().replaceAll(' ', '-');
const pascal = (style: string): string =>
  style
    .split(' ')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

const mutationOf = (kind: Kind, style: StyleName): Mutation => {
  const name = kebab(style);
  const values = { address: kind.address(name), subject: kind.subject(name) };
  const written = STYLES[style](kind, values, pascal(style));
  const folder = `services/${kind.in ?? 'orders'}/adapters/${name}`;
  const tree = Object.fromEntries(
    Object.entries(written.files).map(([path, text]) => [
      path.startsWith('/') ? path.slice(1) : `${folder}/${path}`,
      text,
    ]),
  );
  return {
    style,
    tree,
    written,
    adds: kind.adds({ ...values, name }),
    mayAdd: kind.mayAdd?.({ ...values, name }) ?? [],
  };
};

/** The process of a service runs what was written for it; the deployment gives it what it asks for. */
const wired = ({ tree }: Clean, service: string, also: Tree, mutations: readonly Mutation[]): Tree => {
  const main = `services/${service}/main.ts`;
  const folder = `services/${service}/`;
  const others = Object.keys(also).flatMap((path) =>
    path.startsWith(folder) && path.endsWith('.ts') ? [`import './${path.slice(folder.length)}';`] : [],
  );
  const calls = mutations.flatMap(({ style }) => [
    `import { run as run${pascal(style)} } from './adapters/${kebab(style)}/run.ts';`,
    `await run${pascal(style)}();`,
  ]);
  return { [main]: `${tree[main] ?? ''}\n${[...others, ...calls].join('\n')}\n` };
};

const deployed = ({ tree }: Clean, service: string, mutations: readonly Mutation[]): Tree => {
  const variables = mutations.flatMap(({ written }) => Object.entries(written.environment ?? {}));
  const given = variables.map(([name, value]) => `      ${name}: '${value}'\n`).join('');
  const own = `      ${service.toUpperCase()}_DATABASE_URL: postgres`;
  return given === '' ? {} : { 'compose.yaml': (tree['compose.yaml'] ?? '').replace(own, `${given}${own}`) };
};

const changesOf = (base: Clean, kind: Kind, mutations: readonly Mutation[]): Tree => {
  const service = kind.in ?? 'orders';
  const also = kind.also?.(mutations.map(({ style }) => kebab(style))) ?? {};
  const other = service === 'orders' ? 'billing' : 'orders';
  const trees = mutations.map(({ tree }) => tree);
  return Object.assign(
    {},
    also,
    wired(base, service, also, mutations),
    wired(base, other, also, []),
    deployed(base, service, mutations),
    ...trees,
  );
};

/** What the map shows more once a kind is written in these styles. */
const shown = async (kind: Kind, mutations: readonly Mutation[]): Promise<Added> => {
  const base = await clean();
  return addedBy(base.model, modelWith(base, changesOf(base, kind, mutations)));
};

/** What should be there and is not, what stands elsewhere, and what should not be there. */
const faultsIn = (
  added: Added,
  all: readonly (Pick<Mutation, 'tree' | 'adds'> & Partial<Mutation>)[],
): readonly string[] => [
  ...all.flatMap(({ tree, adds }) =>
    Object.entries(adds).flatMap(([line, mark]) => {
      const places = added.get(line);
      if (!places) return [`missing: ${line}`];
      return mark === 'any' || markedIn(tree, mark).some((place) => places.includes(place))
        ? []
        : [`${line} at ${places.join(' ')}`];
    }),
  ),
  ...[...added.keys()]
    .filter((line) => !all.some(({ adds, mayAdd }) => Object.hasOwn(adds, line) || mayAdd?.includes(line)))
    .map((line) => `surplus: ${line}`),
];

const say = (faults: readonly string[]): void => expect(faults, faults.join('\n')).toEqual([]);

const isAlone = process.env['MUTATIONS'] === 'alone';

/**
 * Writes every kind in every style into the clean workspace. All styles of a kind stand side by side, as they do where
 * several people wrote; with `MUTATIONS=alone` each has the workspace to itself.
 */
export const mutations = (kinds: Readonly<Record<string, Kind>>): void => {
  describe.each(Object.entries(kinds))('%s', (_, kind) => {
    const all = NAMES.filter((style) => !kind.without?.includes(style)).map((style) => mutationOf(kind, style));
    let together: Promise<Added> | undefined;
    test.each(all.map((one) => [one.style, one] as const))('%s', async (_style, one) => {
      const isFault = (line: string) => !line.startsWith('surplus');
      if (isAlone) say(faultsIn(await shown(kind, [one]), [one]));
      else say(faultsIn(await (together ??= shown(kind, all)), [one]).filter(isFault));
    });
    test.skipIf(isAlone)('and nothing else', async () => {
      const faults = faultsIn(await (together ??= shown(kind, all)), all);
      say(faults.filter((line) => line.startsWith('surplus')));
    });
  });
};

/** One edit of the clean workspace, written out: the lines it adds to the map, each proven where its mark stands. */
export type Edit = { readonly files: Tree; readonly adds: Readonly<Record<string, Mark>> };

/** Makes each edit alone. Code that exists is added to; other files are written anew. */
export const edits = (table: Readonly<Record<string, Edit>>): void => {
  test.each(Object.entries(table))('%s', async (_, { files, adds }) => {
    const base = await clean();
    const changes = Object.fromEntries(
      Object.entries(files).map(
        ([path, text]) => [path, path.endsWith('.json') ? text : `${base.tree[path] ?? ''}${text}`] as const,
      ),
    );
    const added = addedBy(base.model, modelWith(base, changes));
    say(faultsIn(added, [{ tree: changes, adds }]));
  });
};
