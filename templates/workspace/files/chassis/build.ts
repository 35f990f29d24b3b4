import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/**
 * Bundles the service in the working directory, with chassis and contracts, into dist/main.js, and the operator's command
 * into dist/operate.js. Packages stay outside.
 */
const { name } = JSON.parse(await readFile(new URL('package.json', import.meta.url), 'utf8')) as { name: string };
const scope = name.slice(0, name.indexOf('/'));

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
  packages: 'external',
  alias: { [`${scope}/chassis`]: '../../chassis/src', [`${scope}/contracts`]: '../../contracts/gen' },
});
