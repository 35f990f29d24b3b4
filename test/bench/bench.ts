// Measures msvc beside others on one machine, and writes docs/benchmarks.md:
//
//   npm run bench -- [repository] [--rounds 5] [--sizes 10,100,1000] [--scale-rounds 3] [--output file]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { repository } from './measure.ts';
import { pageOf } from './page.ts';
import { writePart } from './part.ts';
import { benchRepository } from './repository.ts';
import { benchScale } from './scale.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    'scale-rounds': { type: 'string', default: '3' },
    sizes: { type: 'string', default: '10,100,1000' },
    output: { type: 'string', default: 'docs/benchmarks.md' },
  },
});
const real = positionals[0] ?? process.env['MSVC_BENCH_REPO'];
const rounds = Number(values.rounds);
const sizes = values.sizes.split(',').filter(Boolean).map(Number);
const scratch = mkdtempSync(join(tmpdir(), 'msvc-bench-'));
try {
  const built = spawnSync(process.execPath, [join(repository, '.ci/build.mjs')], { stdio: 'inherit' });
  if (built.status !== 0) throw new Error('the build failed');
  const measured = real === undefined ? undefined : benchRepository(resolve(real), rounds, scratch);
  const page = pageOf(measured, benchScale(sizes, Number(values['scale-rounds']), scratch));
  writePart(resolve(repository, values.output), 'msvc', page);
  console.log(page);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
