import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { laidOut } from '../oracle/cruised.ts';
import { differencesIn } from '../oracle/differences.ts';

/** A folder of checkouts, or several with `:` between them. */
const folders = (process.env['MSVC_CHECKOUTS'] ?? '').split(':').filter((folder) => folder !== '');
const checkouts = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));

describe.skipIf(checkouts.length === 0)('imports between the units of a checkout', () => {
  test.each(checkouts)('%s: dependency-cruiser finds the same, or it is told why not', async (checkout) => {
    const folder = mkdtempSync(join(tmpdir(), 'msvc-oracle-'));
    try {
      const { both, differences } = await differencesIn(laidOut(checkout, join(folder, 'checkout')));
      const reasons = Map.groupBy(differences, ({ side, why }) => `${side}: ${why}`);
      process.stdout.write(`${checkout}: ${both} the same\n`);
      for (const [reason, list] of reasons) process.stdout.write(`  ${list.length} only ${reason}\n`);
      expect(differences.filter(({ why }) => why === '').slice(0, 20)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
