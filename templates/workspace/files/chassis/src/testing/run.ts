import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { startPostgres } from './postgres.ts';

/**
 * `node run.ts <glob…>` runs test files against one PostgreSQL, which starts here and is gone afterwards. Set
 * TEST_POSTGRES_URL (a superuser) to use a server that is there already.
 */
const cache = fileURLToPath(new URL('../../../node_modules/.cache/node-compile', import.meta.url));
const postgres = await startPostgres();
const runner = spawn(process.execPath, ['--test', '--test-concurrency=3', ...process.argv.slice(2)], {
  stdio: 'inherit',
  // Compiled code is kept between runs: starting node takes half as long.
  env: { NODE_COMPILE_CACHE: cache, ...process.env, TEST_POSTGRES_URL: postgres.adminUrl },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => runner.kill(signal));
const [code] = await once(runner, 'exit');
await postgres.stop();
process.exit(typeof code === 'number' ? code : 1);
