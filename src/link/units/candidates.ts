import type { At } from '../../model/fact/module.ts';
import type { PackageFact } from '../../model/fact/infrastructure.ts';
import { baseOf, folderOf, upFrom } from '../../model/paths.ts';
import { scriptEntryIn, usualEntryIn } from './entries.ts';
import { homeOfDockerfile } from './homes.ts';
import { baseImageOf, isSeededDatabase, isSoftware, startOf } from './images.ts';
import { isChore } from './names.ts';
import type { FactIndex } from '../types.ts';
import type { Terrain } from './terrain.ts';

/** A folder that something says is run, with the place that says so. */
export type Candidate = {
  readonly folder: string;
  readonly entry?: string;
  readonly at: { readonly file: string; readonly at: At };
  readonly by: 'dockerfile' | 'project' | 'package';
  /** It brings pages to people, though no package of its own says so. */
  readonly isFrontend?: true;
  /** It is started beside the services in folders below it: by a script of its own. */
  readonly above?: true;
};

const serverLibraries = [
  /^@nestjs\/(?:core|microservices|platform-.*)$/,
  /^(?:express|fastify|koa|hono|@hono\/node-server|restify|@hapi\/hapi|hapi|polka|h3|nitro(?:pack)?|micro|moleculer|@feathersjs\/.*|@loopback\/(?:core|rest)|sails|@adonisjs\/core|@midwayjs\/.*|tsoa|routing-controllers)$/,
  /^(?:@grpc\/grpc-js|grpc|nice-grpc|@connectrpc\/connect-node|mali|@apollo\/server|apollo-server.*|graphql-yoga|@trpc\/server|@chassis\/.*)$/,
  /^(?:kafkajs|kafka-node|@confluentinc\/kafka-javascript|amqplib|amqp-connection-manager|rabbitmq-client|rascal|nats|@nats-io\/.*|node-nats-streaming|bull|bullmq|bee-queue|agenda|pg-boss|sqs-consumer|socket\.io|ws|@temporalio\/worker|node-cron)$/,
];
const frontendLibraries =
  /^(?:react|react-dom|vue|@angular\/core|svelte|solid-js|next|nuxt|@sveltejs\/kit|@remix-run\/.*|@react-router\/.*|vite|preact|astro|gatsby|@ionic\/.*)$/;

export const isServerLibrary = (name: string): boolean => serverLibraries.some((pattern) => pattern.test(name));

/** Whether a package serves, listens or consumes, by what it depends on. */
export const hasServerLibrary = (fact: PackageFact): boolean => Object.keys(fact.dependencies).some(isServerLibrary);
export const hasFrontendLibrary = (fact: PackageFact): boolean =>
  Object.keys({ ...fact.devDependencies, ...fact.dependencies }).some((name) => frontendLibraries.test(name));

const pageLibraries = /^(?:react-dom|vue|@angular\/platform-browser|svelte|solid-js|preact|next|nuxt)$/;
/** Whether what a package depends on draws pages. */
export const bringsPages = ({ dependencies }: PackageFact): boolean =>
  Object.keys(dependencies).some((name) => pageLibraries.test(name));

/** Folders with an image of their own code. */
export function dockerfileCandidates(terrain: Terrain): readonly Candidate[] {
  return terrain.dockerfiles.flatMap(({ file, fact }): readonly Candidate[] => {
    if (!/^(?:docker|container)file$/i.test(baseOf(file))) return [];
    if (isSoftware(baseImageOf(fact)) || isSeededDatabase(fact)) return [];
    if (isMigration(startOf(fact)) || liesInSource(folderOf(file), terrain)) return [];
    if (startOf(fact).length === 0 && fact.stages.every((stage) => stage.copies.length === 0)) return [];
    const folder = homeOfDockerfile(file, terrain);
    const at = { file, at: fact.stages.at(-1)?.at ?? ([1, 1] as const) };
    return folder === undefined || isAside(folder) ? [] : [{ folder, at, by: 'dockerfile' }];
  });
}

/** What an image starts that only brings a database up to date. */
const isMigration = (words: readonly string[]): boolean => {
  const text = words.join(' ');
  return (
    /\b(?:prisma|typeorm|sequelize(?:-cli)?|knex|drizzle-kit|flyway|liquibase|alembic|dbmate|goose|atlas)\b/.test(
      text,
    ) &&
    /\b(?:migrat\w*|db push|update|upgrade|seed)\b/.test(text) &&
    !/&&|;|\|\||\b(?:start|serve|node|main)\b/.test(text)
  );
};

/** A folder in the source of something that has an image of its own: what lies there is material of that, say a template. */
export const liesInSource = (folder: string, terrain: Terrain): boolean =>
  terrain.packageIn(folder) === undefined &&
  [...upFrom(folder)].some(
    (above) =>
      above !== '' &&
      folder.startsWith(`${above}/src/`) &&
      terrain.packageIn(above) !== undefined &&
      terrain.dockerfileAt(`${above}/Dockerfile`) !== undefined,
  );

/** Applications that nest-cli or Nx declare. */
export function projectCandidates(terrain: Terrain, index: FactIndex): readonly Candidate[] {
  return terrain.projects.flatMap((project): readonly Candidate[] => {
    if (project.type !== 'application' || isAside(project.path)) return [];
    if (!servesAsProject(project, terrain) || showsPages(project.entry, index)) return [];
    const entry = project.entry !== undefined && terrain.hasFile(project.entry) ? { entry: project.entry } : {};
    return [{ folder: project.path, ...entry, at: { file: project.file, at: [1, 1] }, by: 'project' }];
  });
}

/** An application of nest-cli serves; one of Nx where its own package says so, or where no front-end library is near. */
function servesAsProject(project: Terrain['projects'][number], terrain: Terrain): boolean {
  if (terrain.modulesIn(project.path) === 0) return false;
  if (project.tool === 'nest') return project.entry !== undefined && terrain.hasFile(project.entry);
  const own = terrain.packageIn(project.path);
  return own
    ? hasServerLibrary(own)
    : project.entry?.endsWith('main.ts') === true &&
        terrain.hasFile(project.entry) &&
        !/(?:web|front|ui|client|mobile)/i.test(project.name);
}

const toBrowsers =
  /^(?:react-dom(?:\/client)?|@angular\/platform-browser(?:-dynamic)?|vue|svelte|solid-js\/web|preact)$/;

/** Whether a file starts pages in a browser. */
export const showsPages = (entry: string | undefined, index: FactIndex): boolean =>
  entry !== undefined && index.moduleIn(entry)?.imports.some(({ from }) => toBrowsers.test(from)) === true;

const startScript = /^(?:start|serve|dev)(?::(?:prod|dev|production))?$/;
/** Commands that find what to run by themselves. */
const frameworkRunner =
  /\b(?:moleculer-runner|nest start|strapi|medusa|sls|serverless|fastify start|func start|feathers|sails|nitro|encore)\b/;

/** Packages that are started and have what a server needs. */
export function packageCandidates(terrain: Terrain, index: FactIndex): readonly Candidate[] {
  const imported = new Set(
    terrain.packages.flatMap(({ fact }) => Object.keys({ ...fact.devDependencies, ...fact.dependencies })),
  );
  return terrain.packages.flatMap(({ folder, fact }): readonly Candidate[] => {
    // What other packages import is a library, and what has a command line is a tool, whatever their scripts are called.
    if ((fact.name !== undefined && imported.has(fact.name)) || fact.bin.length > 0) return [];
    const starts = Object.keys(fact.scripts).filter((name) => startScript.test(name));
    if (isAside(folder) || terrain.modulesIn(folder) === 0) return [];
    const commands = starts.map((name) => fact.scripts[name] ?? '');
    const scripted = scriptEntryIn(folder, terrain);
    const isStarted = starts.length > 0 && scripted !== undefined;
    const serves = isAmongServices(folder, fact) || servesByItself(scripted, fact, index);
    if (!hasServerLibrary(fact) && !(isStarted && serves)) return [];
    const entry = scripted ?? usualEntryIn(folder, terrain);
    if (starts.length === 0 && !isApplication(folder, terrain) && !listens(entry, index)) return [];
    if (entry === undefined && !commands.some((command) => frameworkRunner.test(command))) return [];
    const file = folder === '' ? 'package.json' : `${folder}/package.json`;
    return [{ folder, ...(entry === undefined ? {} : { entry }), at: { file, at: [1, 1] }, by: 'package' }];
  });
}

/** A package that is started among services: what serves there may be a library that nobody here knows. */
const isAmongServices = (folder: string, fact: PackageFact): boolean =>
  /(?:^|\/)(?:services|servers|microservices|micro-services)\/[^/]+$/.test(folder) && !hasFrontendLibrary(fact);

/** A main file that listens with what Node brings along: `http.createServer().listen(3000)`. */
const servesByItself = (entry: string | undefined, fact: PackageFact, index: FactIndex): boolean =>
  listens(entry, index) &&
  !hasFrontendLibrary(fact) &&
  index.moduleIn(entry ?? '')?.imports.some(({ from }) => /^(?:node:)?(?:http2?|https|net)$/.test(from)) === true;

/** Whether a main file takes requests: somebody starts it by hand, `node index.js`. */
export const listens = (entry: string | undefined, index: FactIndex): boolean =>
  entry !== undefined &&
  index.moduleIn(entry)?.calls.some(({ callee }) => callee.kind === 'member' && callee.name === 'listen') === true;

/** A package among the applications of a workspace, with a main file: tools like Nx start it without a script of its own. */
const isApplication = (folder: string, terrain: Terrain): boolean =>
  /(?:^|\/)(?:apps|services|servers|microservices)\/[^/]+$/.test(folder) &&
  terrain.packageIn(folder)?.main === undefined &&
  ['src/main', 'src/server', 'main', 'server'].some((name) =>
    ['.ts', '.js', '.mts', '.mjs'].some((end) => terrain.hasFile(`${folder}/${name}${end}`)),
  );

/** Applications of Spring: they are packed with settings of their own. */
export const applicationCandidates = (index: FactIndex): readonly Candidate[] =>
  index.files.flatMap(({ file }): readonly Candidate[] => {
    const folder = /^(.+)\/src\/main\/resources\/(?:application|bootstrap)\.(?:ya?ml|properties)$/.exec(file)?.[1];
    return folder === undefined || isAside(folder) ? [] : [{ folder, at: { file, at: [1, 1] }, by: 'project' }];
  });

/** Tests, samples and documentation stand aside, wherever they lie. */
export const isAside = (folder: string): boolean =>
  folder
    .split('/')
    .some((part) =>
      /^(?:\..+|tests?|__tests__|e2e|examples?|samples?|docs?|fixtures|templates?|benchmarks?|playground|mocks?)$/i.test(
        part,
      ),
    ) || isChore(baseOf(folder));
