import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startChild } from '../../../src/dev/child.ts';
import { chosenFor } from '../../../src/dev/chosen.ts';

const root = mkdtempSync(join(tmpdir(), 'chosen-'));
afterAll(() => rmSync(root, { recursive: true }));
const nats = 'nats://one:4222/shop';
writeFileSync(join(root, 'broker'), `${nats}\n`);
writeFileSync(join(root, 'empty'), '\n');

test('a broker of one’s own is named by its address, or by a file that holds it, and once', () => {
  const chosen = (shell: Record<string, string>) => chosenFor(root, 'BROKER_URL', shell);
  expect(chosen({})).toBeUndefined();
  expect(chosen({ BROKER_URL: nats })).toEqual({ value: nats, by: 'BROKER_URL' });
  const byFile = { value: nats, by: 'BROKER_URL_FILE' };
  expect(chosen({ BROKER_URL: '', BROKER_URL_FILE: join(root, 'broker') })).toEqual(byFile);
  expect(chosen({ BROKER_URL_FILE: 'broker' })).toEqual(byFile);
  expect(() => chosen({ BROKER_URL: nats, BROKER_URL_FILE: 'broker' })).toThrow(/given twice/);
  expect(() => chosen({ BROKER_URL_FILE: 'away' })).toThrow(/BROKER_URL_FILE is wrong: away cannot be used \(ENOENT\)/);
  expect(() => chosen({ BROKER_URL_FILE: 'empty' })).toThrow(/\(it is empty\)/);
});

test('what the shell says comes before .env', () => {
  writeFileSync(join(root, '.env'), 'BROKER_URL_FILE=broker\n');
  expect(chosenFor(root, 'BROKER_URL', {})).toEqual({ value: nats, by: 'BROKER_URL_FILE' });
  expect(chosenFor(root, 'BROKER_URL', { BROKER_URL: 'kafka://one' })?.value).toBe('kafka://one');
});

test('a service is told nothing twice, whether a file is named in the shell or in .env', async () => {
  writeFileSync(join(root, '.env'), 'BROKER_URL_FILE=broker\nOTHER_FILE=kept\n');
  writeFileSync(
    join(root, 'main.js'),
    'console.log([process.env.BROKER_URL, process.env.BROKER_URL_FILE, process.env.OTHER_FILE].join())',
  );
  for (const shell of ['', 'broker']) {
    process.env['BROKER_URL_FILE'] = shell;
    const lines: string[] = [];
    const plan = { root, entry: 'main.js', environment: { BROKER_URL: nats }, graceMs: 1000 };
    expect(await startChild(plan, (_, line) => void lines.push(line)).ended).toBe('exit 0');
    await expect.poll(() => lines).toEqual([`${nats},,kept`]);
    delete process.env['BROKER_URL_FILE'];
  }
});
