import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

/** A process whose whole work is `act`, in the world of a real process. */
const script = (act: string): string[] => {
  const world = resolve('src/cli/world.ts');
  return ['--input-type=module', '-e', `import { processWorld } from '${world}'; const world = processWorld(); ${act}`];
};
const much = 'world.out("word\\n".repeat(200_000)); process.exitCode = 1;';

test('whoever closes a pipe early sees no stack trace', () => {
  const said = spawnSync(
    'bash',
    ['-c', '"$0" "$@" | head -1; echo "${PIPESTATUS[0]}"', process.execPath, ...script(much)],
    {
      encoding: 'utf8',
    },
  );
  expect([said.stdout, said.stderr]).toEqual(['word\n1\n', '']);
});

test.runIf(existsSync('/dev/full'))('an answer that could not be kept is told and is a failure, never a bug', () => {
  const said = spawnSync('bash', ['-c', '"$0" "$@" > /dev/full', process.execPath, ...script(much)], {
    encoding: 'utf8',
  });
  expect(said.status).toBe(2);
  expect(said.stderr).toContain('MSVC-005');
  expect(said.stderr).not.toContain('    at ');
});

test('Ctrl-C ends at once what does not ask for it', async () => {
  const busy = spawn(process.execPath, script('world.out("up"); for (;;);'), { stdio: ['ignore', 'pipe', 'inherit'] });
  busy.stdout.once('data', () => busy.kill('SIGINT'));
  expect(await new Promise((ended) => busy.once('exit', (_, signal) => ended(signal)))).toBe('SIGINT');
});

test('Ctrl-C is left to whoever asks for it', () => {
  const act = `world.signal.addEventListener('abort', () => world.out('ended')); process.kill(process.pid, 'SIGINT'); setTimeout(() => {}, 200);`;
  expect(spawnSync(process.execPath, script(act), { encoding: 'utf8' })).toMatchObject({ status: 0, stdout: 'ended' });
});

test.skipIf(process.platform === 'win32')('a folder that may not be read is the user’s matter', () => {
  const closed = mkdtempSync(join(tmpdir(), 'msvc-closed-'));
  chmodSync(closed, 0o000);
  const act = `const { run } = await import('${resolve('src/cli/main.ts')}'); process.exitCode = await run(['lint', '${closed}', '--no-cache'], world);`;
  // Root may read everything: somebody else looks.
  const who = process.getuid?.() === 0 ? { uid: 65_534 } : {};
  const said = spawnSync(process.execPath, script(act), { encoding: 'utf8', ...who });
  expect([said.status, said.stderr]).toEqual([2, expect.stringContaining('may not be read')]);
  rmSync(closed, { recursive: true });
});

test.skipIf(process.platform === 'win32')('a current folder that is gone is the user’s matter', () => {
  const kept = mkdtempSync(join(tmpdir(), 'msvc-gone-'));
  const gone = join(kept, 'gone');
  const file = join(kept, 'act.mjs');
  mkdirSync(gone);
  writeFileSync(file, `import { main } from '${resolve('src/cli/main.ts')}'; process.exitCode = await main(['lint']);`);
  const words = ['-c', 'rmdir "$PWD"; "$0" "$1"', process.execPath, file];
  const said = spawnSync('bash', words, { cwd: gone, encoding: 'utf8' });
  expect([said.status, said.stderr]).toEqual([2, expect.stringContaining('The current folder is gone')]);
  rmSync(kept, { recursive: true });
});
