import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { accountForPostgres } from '../../../src/dev/postgres/account.ts';
import { onClose, run } from '../kit/place.ts';
import { expectAlive, transferSteadily, untilRecovered } from '../kit/outage.ts';
import { defineScenario, expect } from '../kit/scenario.ts';
import { callSteadily, countsOf } from '../kit/steady.ts';
import { PATIENCE_MS, until } from '../kit/until.ts';

const MEGABYTES = 8;

export default defineScenario({
  name: 'disk-full',
  proves:
    'The disk below one context is full: its writes are refused as UNAVAILABLE, the other context works on, and all is well as soon as there is room.',
  missing: () =>
    process.getuid?.() === 0 && process.platform === 'linux' ? undefined : 'only root may mount a small disk',
  async run(world) {
    const ground = await world.ground();
    const { data, calls } = ground;
    const disk = await smallDisk();
    await data.query('bank', `create tablespace small location '${disk}'`);
    await data.query('bank', 'alter table movement set tablespace small');
    const steady = transferSteadily(ground, 30, 20_000);
    await until('calls succeed', PATIENCE_MS, () => steady.answers.some(({ code }) => code === 'OK'));
    const full = Date.now();
    fill(join(disk, 'ballast'));
    await until(
      'writes are refused',
      PATIENCE_MS,
      () => steady.answers.filter(({ code }) => code !== 'OK').length >= 30,
    );
    const orders = callSteadily(10, (index) =>
      calls.placeOrder({ reference: `disk-${world.seed}-${index}`, amount: 12_50n }, { timeoutMs: 20_000 }),
    );
    await until('the other context answers', PATIENCE_MS, () => orders.answers.length >= 20);
    const other = await orders.stop();
    await expectAlive(ground);
    rmSync(join(disk, 'ballast'));
    const recovered = await untilRecovered(ground);
    const answers = (await steady.stop()).filter(({ at }) => at >= full);
    await expectAlive(ground);
    await data.query('bank', 'alter table movement set tablespace pg_default');
    await data.query('bank', 'drop tablespace small');
    expect(
      answers.every(({ code }) => code === 'OK' || code === 'UNAVAILABLE'),
      `writes were answered ${countsOf(answers)}`,
    );
    expect(
      other.every(({ code }) => code === 'OK'),
      `the other context answered ${countsOf(other)}`,
    );
    return `${countsOf(answers)}; the other context ${countsOf(other)}; all well ${recovered} ms after there was room`;
  },
});

/** A file system of its own that is soon full. */
async function smallDisk(): Promise<string> {
  const disk = mkdtempSync(join(tmpdir(), 'msvc-chaos-disk-'));
  onClose(async () => {
    await run(['umount', '--lazy', disk]).catch(() => {});
    rmSync(disk, { recursive: true, force: true });
  });
  await run(['mount', '-t', 'tmpfs', '-o', `size=${MEGABYTES}m`, 'tmpfs', disk]);
  const { uid, gid } = accountForPostgres();
  if (uid !== undefined && gid !== undefined) chownSync(disk, uid, gid);
  return disk;
}

function fill(path: string): void {
  try {
    for (let bytes = MEGABYTES * 1024 * 1024; bytes >= 4096; bytes /= 2) writeWhileThereIsRoom(path, bytes);
  } catch {
    // Full.
  }
}

function writeWhileThereIsRoom(path: string, bytes: number): void {
  try {
    for (;;) writeFileSync(path, Buffer.alloc(bytes, 1), { flag: 'a' });
  } catch {
    // Not for so much at once.
  }
}
