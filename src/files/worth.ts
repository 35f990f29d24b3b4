import type { Skipped } from './files.ts';

/** Larger files are generated or data; reading them costs more than they say. */
export const sizeLimit = 1024 * 1024;

const vendored = new Set(
  (
    'node_modules bower_components jspm_packages third_party .git .hg .svn .yarn .pnpm-store .next .nuxt ' +
    '.svelte-kit .turbo .nx .cache .parcel-cache .output .vercel .serverless .terraform .gradle .idea .vscode ' +
    'dist .nyc_output __pycache__ .venv venv storybook-static .dev .angular .expo .docusaurus .aws-sam cdk.out .sst ' +
    '.yalc .history .tox .mypy_cache .pytest_cache site-packages'
  ).split(' '),
);
/** Names of build output that are also names of bounded contexts. */
const ambiguous = new Set(['vendor', 'coverage', 'target', 'out']);
/** Also what people call what they write about building; a compiler puts no TypeScript there. */
const written = /(?<!\.d)\.[cm]?tsx?$/;
const markers = new Set(['package.json', 'Dockerfile', 'project.json', 'main.ts', 'context.ts']);

/** Lock files, minified and compiled text, and media: nothing a person wrote to say how services meet. */
const unworthy =
  /^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.ya?ml|bun\.lockb?|\.pnp\.[cm]?js)$|\.min\.[cm]?js$|\.(?:bundle|chunk)\.js$|\.(?:map|snap|tsbuildinfo|png|jpe?g|gif|webp|ico|svg|pdf|zip|gz|tgz|jar|woff2?|ttf|eot|otf|mp[34]|mov|avi|wasm|exe|dll|so|dylib|class|pyc|db|sqlite3?|lock|log)$/i;

/** Whether a folder or file of this name can say anything about the workspace. */
export const worthOf = {
  folder: (name: string, children: () => readonly string[]): boolean =>
    !vendored.has(name) &&
    (!ambiguous.has(name) || children().some((child) => markers.has(child))) &&
    (name !== 'build' || children().some((child) => written.test(child))),
  file: (name: string): boolean => !unworthy.test(name),
};

const source = /\.(?:[cm]?[jt]sx?|ya?ml|json|proto|prisma|sql|conf|env)$/i;
export const isSource = (path: string): boolean => source.test(path);

export const tooLarge = (path: string, size: number): Skipped => ({
  path,
  ...(/\.json$/i.test(path) && !/(?:^|\/)(?:package|project|nx|nest-cli|tsconfig[\w.-]*)\.json$/.test(path)
    ? { isData: true }
    : {}),
  why: `The file is ${(size / 1024 / 1024).toFixed(1)} MiB; more than 1 MiB is taken for data and not read.`,
});
