import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

type Package = { readonly name: string; readonly dependencies: Readonly<Record<string, string>> };

/**
 * Bundles the service in the working directory, with chassis and contracts, into dist/main.js, and the operator's command
 * into dist/operate.js. Packages stay outside, so that what they load by its path is where they look for it, but for these:
 * hundreds of small files together, with which inside a service loads in half the time.
 */
const INLINED = new Set(['@bufbuild/protobuf', 'cockatiel', 'kysely', 'zod']);

const [chassis, service] = await Promise.all([
  packageOf(new URL('package.json', import.meta.url)),
  packageOf('package.json'),
]);
const scope = chassis.name.slice(0, chassis.name.indexOf('/'));
const packages = Object.keys({ ...chassis.dependencies, ...service.dependencies });

await build({
  entryPoints: { main: 'main.ts', operate: fileURLToPath(new URL('src/operate/main.ts', import.meta.url)) },
  outdir: 'dist',
  bundle: true,
  // What is imported on demand, such as the adapter of a broker, is loaded on demand in the bundle too.
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  sourcemap: true,
  external: packages.filter((name) => !name.startsWith(`${scope}/`) && !INLINED.has(name)),
  alias: { [`${scope}/chassis`]: '../../chassis/src', [`${scope}/contracts`]: '../../contracts/gen' },
});

async function packageOf(file: string | URL): Promise<Package> {
  return JSON.parse(await readFile(file, 'utf8')) as Package;
}
