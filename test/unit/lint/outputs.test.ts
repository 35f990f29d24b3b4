import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { styleOf } from '../../../src/cli/lint/style.ts';
import { sarifMistakes } from '../report/schemas.ts';
import { xmlMistakes } from '../report/xml.ts';
import { ran } from './world.ts';

let folder = '';
let shop = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'msvc-outputs-'));
  shop = join(folder, 'apps', 'shop');
  cpSync('fixtures/workspaces/checkout', shop, { recursive: true });
  execFileSync('git', ['init', '-q'], { cwd: folder });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const text = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe('several formats at once', () => {
  test('go to a file each, without colour, and what is for people to stdout', async () => {
    const words = ['sarif', 'gitlab', 'junit', 'checkstyle', 'markdown', 'pretty'].flatMap((format) => [
      '--format',
      `${format}=${folder}/out/${format}`,
    ]);
    const env = { FORCE_COLOR: '1' };
    const { out, code } = await ran(shop, ['lint', '--no-cache', '--format', 'pretty', ...words], env);
    expect(code).toBe(1);
    expect(out).toContain('\u001b[');
    expect(sarifMistakes(JSON.parse(text('out/sarif')))).toEqual([]);
    expect(JSON.parse(text('out/gitlab'))).toEqual(
      expect.arrayContaining([expect.objectContaining({ type: 'issue' })]),
    );
    expect([...xmlMistakes(text('out/junit')), ...xmlMistakes(text('out/checkstyle'))]).toEqual([]);
    expect(text('out/markdown')).toMatch(/^<!-- msvc -->\n/);
    expect(text('out/pretty')).not.toContain('\u001b[');
  });

  test('say which formats there are', async () => {
    const { err } = await ran(shop, ['lint', '--format', 'serif']);
    expect(err).toContain('Did you mean sarif?');
    expect(err).toContain('agent');
  });
});

describe('paths', () => {
  const one = 'services/billing/src/main.ts';

  test('count from the top of the checkout where a code host reads them', async () => {
    for (const format of ['sarif', 'github', 'gitlab', 'checkstyle', 'junit', 'markdown'])
      expect((await ran(shop, ['lint', '--no-cache', '--format', format])).out).toContain(`apps/shop/${one}`);
  });

  test('count from where one stands in what an editor follows', async () => {
    expect((await ran(folder, ['lint', 'apps/shop', '--no-cache', '--format', 'unix'])).out).toContain(
      `\napps/shop/${one}:3:`,
    );
    expect((await ran(join(shop, 'services'), ['lint', '..', '--no-cache', '--format', 'unix'])).out).toContain(
      `\n../${one}:3:`,
    );
    expect((await ran(shop, ['lint', '--no-cache', '--format', 'unix'])).out).toMatch(/^services\//m);
  });
});

describe('colour', () => {
  const world = (env: Readonly<Record<string, string>>, output: boolean) =>
    styleOf({ env, terminal: { input: output, output, columns: 100 } }).color;

  test('is for people at a terminal, unless they say otherwise', () => {
    expect(world({}, true)).toBe(true);
    expect(world({ NO_COLOR: '1' }, true)).toBe(false);
    expect(world({ TERM: 'dumb' }, true)).toBe(false);
    expect(world({}, false)).toBe(false);
    expect(world({ FORCE_COLOR: '1' }, false)).toBe(true);
    expect(world({ FORCE_COLOR: '0' }, false)).toBe(false);
    expect(world({ FORCE_COLOR: '1', NO_COLOR: '1' }, false)).toBe(false);
  });
});

describe('msvc explain', () => {
  const fingerprints = async (): Promise<readonly string[]> => {
    const { out } = await ran(shop, ['lint', '--no-cache', '--format', 'json']);
    const { findings }: { findings: { fingerprint: string }[] } = JSON.parse(out);
    return findings.map(({ fingerprint }) => fingerprint);
  };

  test('takes a prefix, in any case, and quotes the place', async () => {
    const [first = ''] = await fingerprints();
    const { out, code } = await ran(shop, ['explain', first.slice(0, 5).toUpperCase()]);
    expect(code).toBe(0);
    expect(out).toContain(first);
    expect(out).toMatch(/› +\d+ │ /);
    expect(out).toContain('msvc-ignore');
  });

  test('names what is near a slip of the finger', async () => {
    const [first = ''] = await fingerprints();
    const slip = `${first.slice(0, 5)}${first[5] === '0' ? '1' : '0'}`;
    const { err, code } = await ran(shop, ['explain', slip]);
    expect(code).toBe(2);
    expect(err).toContain(first);
  });

  test('finds what is silenced, and says why it is', async () => {
    const file = join(shop, 'services/billing/src/main.ts');
    const before = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      before.replace(/^(?=import .*orders)/m, '// msvc-ignore cross-context-import -- moves next week\n'),
    );
    const { out } = await ran(shop, ['lint', '--no-cache', '--format', 'json']);
    const { findings }: { findings: { fingerprint: string; suppressed: string | null }[] } = JSON.parse(out);
    const silenced = findings.find(({ suppressed }) => suppressed !== null);
    const explained = await ran(shop, ['explain', silenced?.fingerprint ?? '']);
    writeFileSync(file, before);
    expect(explained.out).toContain('Silenced here: moves next week');
  });

  test('knows rules by a word of their name', async () => {
    expect((await ran(shop, ['explain', 'chain'])).err).toContain('sync-chain');
  });

  test('shows a rule with an example of each kind', async () => {
    const { out } = await ran(shop, ['explain', 'missing-idempotency']);
    expect(out).toMatch(/✖ Reports [^]*✓ Does not report /);
    expect(out).toContain('msvc.yaml');
  });
});

test('msvc rules groups them, and tells programs what each preset makes of them', async () => {
  expect((await ran('.', ['rules'])).out).toMatch(/^ core .*\n[^]*^ hygiene /m);
  const { rules }: { rules: object[] } = JSON.parse((await ran('.', ['rules', '--format', 'json'])).out);
  expect(rules).toContainEqual(
    expect.objectContaining({
      id: 'sync-chain',
      group: 'core',
      optIn: false,
      presets: { recommended: 'error', all: 'error', strict: 'error' },
      options: [{ name: 'maxHops', kind: 'whole-number', default: 2, min: 1, about: expect.any(String) }],
    }),
  );
});
