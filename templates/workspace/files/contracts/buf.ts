import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import process from 'node:process';

/** Runs buf here, unless there is no contract yet: buf takes that for a mistake. */
const here = import.meta.dirname;
const contracts = globSync('*/v*/*.proto', { cwd: here });
if (contracts.length > 0) {
  const { status } = spawnSync('buf', process.argv.slice(2), {
    cwd: here,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  process.exit(status ?? 1);
}
