import type { PackageFact } from '../../model/fact/infrastructure.ts';
import { baseOf, upFrom } from '../../model/paths.ts';
import type { FactIndex } from '../types.ts';
import { hasFrontendLibrary, hasServerLibrary, isAside, showsPages, type Candidate } from './candidates.ts';
import { usualEntryIn } from './entries.ts';
import type { Group } from './groups.ts';
import type { Terrain } from './terrain.ts';

/** Frameworks whose pages a server of their own renders: wherever they run, a process does. */
const rendering =
  /^(?:next|nuxt3?|@sveltejs\/kit|@remix-run\/(?:node|serve|express|react)|@react-router\/(?:serve|node|dev)|@analogjs\/platform|@tanstack\/(?:react|solid)?-?start|@solidjs\/start)$/;
const renders =
  /\b(?:next|nuxt|nuxi|remix|remix-serve|react-router|react-router-serve|svelte-kit|vite|vinxi)\b(?!\S*\.config)/;
/** Commands that bring pages to a browser. */
const shows =
  /(?:^|[\s;&|"'])(?:next|nuxt|nuxi|vite|react-scripts|react-app-rewired|craco|rescripts|ng|vue-cli-service|svelte-kit|remix|astro|gatsby|parcel|snowpack|rsbuild|rspack|quasar|umi|webpack-dev-server|webpack\s+serve|preact|farm)(?=$|\s)(?!\s+(?:lint|test|build\s+--watch))/;
const startScript = /^(?:start|serve|dev|develop|build)(?::(?:prod|dev|production|development))?$/;

/** What runs on a phone, a desk or inside a browser, and what shows parts, documents or mails: front ends of nothing here. */
const elsewhere =
  /^(?:react-native|expo|@capacitor\/core|@ionic\/react-native|electron|@tauri-apps\/.*|@nativescript\/core|wxt|plasmo|@crxjs\/.*|nextra|nextra-theme-docs|fumadocs-.*|@docusaurus\/.*|vitepress|vuepress|@astrojs\/starlight|contentlayer|react-email|@11ty\/eleventy)$/;
const asideName =
  /^(?:docs?|documentation|storybook|ui-?kit|design(?:-?system)?|components?|styleguide|blog|mobile|native|desktop|extension|electron|emails?|demo|sandbox|examples?|templates?|(?:.*-)?(?:docs|storybook|mobile|demo|example|extension|components|ui-kit))$/i;

/** Front ends where none is deployed, beside services that run: those with a server of their own, and all where most services too are started by scripts alone. */
export function frontendCandidates(groups: readonly Group[], terrain: Terrain, index: FactIndex): readonly Candidate[] {
  const known = groups.filter(({ isGateway }) => !isGateway);
  const isPage = ({ folder }: Group): boolean => isFrontend(terrain.packageIn(folder));
  const backends = known.filter((group) => !isPage(group));
  // Beside front ends that are deployed, one that is not is left over or about to be.
  if (backends.length === 0 || known.some((group) => isPage(group) && group.candidate?.by !== 'package')) return [];
  const byScripts = backends.filter(
    ({ deployed, candidate }) =>
      candidate?.by !== 'dockerfile' && deployed.every(({ fact }) => fact.source === 'process'),
  );
  const isByScripts = byScripts.length * 2 > backends.length;
  const imported = new Set(
    terrain.packages.flatMap(({ fact }) => Object.keys({ ...fact.devDependencies, ...fact.dependencies })),
  );
  const packages = terrain.packages.flatMap(({ folder, fact }): readonly Candidate[] => {
    if (folder === '' || isLibrary(fact, imported) || liesAside(folder) || terrain.modulesIn(folder) === 0) return [];
    if (!isRendered(fact) && !isInferred(folder, fact, terrain) && !(isByScripts && isShown(fact))) return [];
    const entry = usualEntryIn(folder, terrain);
    const at = { file: `${folder}/package.json`, at: fact.at };
    return [{ folder, ...(entry === undefined ? {} : { entry }), at, by: 'package' }];
  });
  return [...packages, ...projectsOf(terrain, index, isByScripts)];
}

/** Applications of Nx or Angular without a package of their own: a framework's settings or what the entry starts says what they are. */
const projectsOf = (terrain: Terrain, index: FactIndex, isByScripts: boolean): readonly Candidate[] =>
  terrain.projects.flatMap(({ tool, type, path, entry, file }): readonly Candidate[] => {
    if (tool !== 'nx' || type !== 'application' || path === '' || terrain.packageIn(path) || liesAside(path)) return [];
    const start = entry ?? usualEntryIn(path, terrain);
    if (!isConfigured(path, terrain) && !(isByScripts && showsPages(start, index))) return [];
    const own = start === undefined ? {} : { entry: start };
    return [{ folder: path, ...own, at: { file, at: [1, 1] }, by: 'package', isFrontend: true }];
  });

/** A framework whose pages a server renders has its settings there. */
const isConfigured = (folder: string, terrain: Terrain): boolean =>
  ['js', 'mjs', 'cjs', 'ts'].some((end) =>
    ['next', 'nuxt', 'svelte'].some((name) => terrain.hasFile(`${folder}/${name}.config.${end}`)),
  );

/** Nx starts what it finds settings for, without a script. */
const isInferred = (folder: string, fact: PackageFact, terrain: Terrain): boolean =>
  Object.keys(fact.scripts).length === 0 &&
  isConfigured(folder, terrain) &&
  [...upFrom(folder)].some((above) => terrain.hasFile(above === '' ? 'nx.json' : `${above}/nx.json`));

const isFrontend = (fact: PackageFact | undefined): boolean =>
  fact !== undefined && hasFrontendLibrary(fact) && !hasServerLibrary(fact);

/** What others import or may install; and what a browser does not show. */
const isLibrary = (fact: PackageFact, imported: ReadonlySet<string>): boolean =>
  (fact.name !== undefined && imported.has(fact.name)) ||
  fact.bin.length > 0 ||
  fact.types !== undefined ||
  fact.exports !== undefined ||
  namesIn(fact).some((name) => elsewhere.test(name));

const liesAside = (folder: string): boolean =>
  isAside(folder) ||
  /(?:^|\/)(?:packages|libs?|shared|common)\/(?:.+\/)?ui$/.test(folder) ||
  [...upFrom(folder)].some((above) => asideName.test(baseOf(above)));

const namesIn = (fact: PackageFact): readonly string[] =>
  Object.keys({ ...fact.devDependencies, ...fact.dependencies });

const commandsOf = (fact: PackageFact): readonly string[] =>
  Object.entries(fact.scripts).flatMap(([name, command]) => (startScript.test(name) ? [command] : []));

const isRendered = (fact: PackageFact): boolean =>
  namesIn(fact).some((name) => rendering.test(name)) && commandsOf(fact).some((command) => renders.test(command));

const isShown = (fact: PackageFact): boolean =>
  isFrontend(fact) && commandsOf(fact).some((command) => shows.test(command));
