import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { framesOf } from '../../../src/cli/lint/frames.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { mask, maskSource } from '../../../src/model/mask.ts';
import { renderProof } from '../../../src/report/explain/finding.ts';
import { formatNames, formats } from '../../../src/report/lint/formats.ts';
import { reportOf } from '../../../src/report/lint/report.ts';
import { ran } from '../lint/world.ts';
import { model, service } from '../lint/models.ts';
import { about, finding } from './fixed.ts';

/** Made up, in the forms that credentials have. Put together here, so that no scanner takes this file for a leak. */
const planted = {
  address: ['postgres://shop:hunt', 'er2Secret@db/shop'],
  setting: ['DB_PASSWORD=hunt', 'er2Secret'],
  yaml: ['password: hunt', 'er2Secret'],
  json: ['"api_key": "hunt', 'er2Secret"'],
  pass: ['SMTP_PASS: hunt', 'er2Secret'],
  header: ['Authorization: Bearer hunt', 'er2Secret.abc'],
  cloud: ['AKIA', 'HUNTER2SECRET000'],
  host: ['gh', 'p_hunter2Secret0123456789abcdefghijkl'],
  payment: ['sk', '_live_hunter2Secret0123456789'],
  signed: ['ey', 'JhbGciOiJIUzI1NiJ9.eyJzdWIiOiJodW50ZXIyIn0.hunter2Secret-x'],
} as const;
const secrets = Object.values(planted).map((parts) => parts.join(''));
const given = /er2Secret|HUNTER2SECRET|eyJzdWIi|hunter2Secret/;

describe('masking', () => {
  test.each(secrets)('hides %s', (text) => {
    expect(mask(`before ${text} after`)).not.toMatch(given);
    expect(mask(mask(text))).toBe(mask(text));
    expect(maskSource(`const x = '${text}';`, 'a.json')).not.toMatch(given);
  });

  test.each([
    ["const password = 'hunter2Secret';", "const password = '***';"],
    ['connect({ user: \'shop\', password: "hunter2Secret" });', 'connect({ user: \'shop\', password: "***" });'],
    ["const secret = process.env.SECRET || 'hunter2Secret';", "const secret = process.env.SECRET || '***';"],
    ["sign(payload, config.get('JWT_SECRET') ?? 'hunter2Secret')", "sign(payload, config.get('JWT_SECRET') ?? '***')"],
    ['token: `hunter2Secret', 'token: `***'],
    ["new Pool('postgres://shop:hunter2Secret@db/shop')", "new Pool('postgres://shop:***@db/shop')"],
    ['const token = await tokenOf(request);', 'const token = await tokenOf(request);'],
    ["spawn('PGPASSWORD=hunter2Secret psql')", "spawn('PGPASSWORD=*** psql')"],
    ['send(); // password: hunter2Secret', 'send(); // password: ***'],
    [' * token=hunter2Secret', ' * token=***'],
    ['const { password } = request.body;', 'const { password } = request.body;'],
    ["app.post('/orders', async (request) => {", "app.post('/orders', async (request) => {"],
  ])('keeps code readable: %s', (line, shown) => expect(maskSource(line, 'a.ts')).toBe(shown));

  test('hides the lines inside a key', () => {
    const line = ['MIIEvQIBADANBgkqhkiG9w0BAQEFAASC/BKcwggSjAgEAAoIBAQC7/er2Sec', 'ret/hunt+er2'].join('');
    for (const file of ['key.pem', 'a.ts']) expect(maskSource(`  ${line}`, file)).toBe('  ***');
    expect(maskSource("import x from '../../../common/src/database/schema/v1/UserEntity.ts';", 'a.ts')).not.toContain(
      '***',
    );
  });

  test('takes no longer for a long line', () => {
    const line = 'password='.repeat(20_000) + 'aA1'.repeat(20_000);
    const started = performance.now();
    maskSource(line.slice(0, 400), 'a.ts');
    mask(line);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe.each(formatNames)('%s', (format) => {
  test('gives no planted credential away, wherever a rule quotes it', async () => {
    const findings = secrets.map((text, index): Finding =>
      finding('shared-database', index + 1, {
        message: `m ${text}`,
        detail: `d ${text}`,
        services: [`s ${text}`],
        at: { file: 'a.ts', line: index + 1, column: 1 },
        related: [{ file: 'b.ts', line: 1, column: 1, label: `l ${text}`, note: `n ${text}`, depth: 1 }],
        subject: [`x ${text}`],
        remedy: `r ${text}`,
        suppressed: index % 3 === 0 ? `z ${text}` : null,
        proof: [{ about: `a ${text}`, text: `t ${text}` }],
      }),
    );
    const doubts = secrets.map((text) => ({
      rule: 'shared-database',
      undecided: `u ${text}`,
      services: [text],
      at: { file: 'a.ts', line: 1, column: 1 },
    }));
    const shop = model({
      services: [service('orders')],
      unresolved: secrets.map((what) => ({
        service: 'orders',
        what,
        kind: 'call' as const,
        evidence: [{ file: 'a.ts', line: 1, column: 1, basis: 'inferred' as const }],
      })),
    });
    const report = reportOf({ root: '.', seconds: 0, model: shop, findings, undecided: doubts }, about);
    const render = await formats[format]();
    for (const showsAll of [true, false]) {
      const shows = { color: true, columns: 120, showsInfo: true, showsAll, showsUnresolved: true };
      expect(render(report, shows)).not.toMatch(given);
    }
    for (const one of report.findings)
      expect(
        renderProof(one, { rule: undefined, frames: new Map(), style: { color: false, columns: 120 } }),
      ).not.toMatch(given);
  });
});

describe('source that is quoted', () => {
  let root = '';
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  beforeAll(() => {
    root = join(mkdtempSync(join(tmpdir(), 'msvc-frames-')), 'in');
    mkdirSync(root);
    write('a.ts', secrets.map((text) => `const x = '${text.replaceAll("'", '')}';\n`).join(''));
    write('../outside.ts', 'outside\n');
    write('binary.ts', 'a\u0000b');
    write('large.ts', `${'x'.repeat(2_000_000)}\n`);
    symlinkSync(join(root, '../outside.ts'), join(root, 'link.ts'));
    symlinkSync(join(root, '..'), join(root, 'up'));
  });
  afterAll(() => rmSync(join(root, '..'), { recursive: true, force: true }));
  const at = (file: string, line = 1) => ({ file, line, column: 1 });

  test('is masked, line by line', () => {
    const frames = framesOf(
      root,
      secrets.map((_, index) => at('a.ts', index + 1)),
      new Set(),
    );
    expect(frames.size).toBe(secrets.length);
    expect(JSON.stringify([...frames])).not.toMatch(given);
  });

  test('lies inside the root, and is text of a usual size', () => {
    const places = [
      '../outside.ts',
      join(root, '../outside.ts'),
      'link.ts',
      'up/outside.ts',
      'binary.ts',
      'large.ts',
      'gone.ts',
      '.',
    ];
    expect([
      ...framesOf(
        root,
        places.map((file) => at(file)),
        new Set(),
      ),
    ]).toEqual([]);
    expect([...framesOf(root, [at('a.ts', 9999)], new Set())]).toEqual([]);
  });

  test('leaves out a line that a rule calls a credential, next to others too', () => {
    write('c.ts', "first\nconst plain = 'correct horse battery staple';\nlast\n");
    const frames = framesOf(root, [at('c.ts', 1), at('c.ts', 2)], new Set(['c.ts:2']));
    expect([...frames.values()].map(({ lines }) => lines.slice(0, 3))).toEqual([
      ['first', '***', 'last'],
      ['first', '***', 'last'],
    ]);
  });
});

describe('a workspace full of credentials', () => {
  let root = '';
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'msvc-secrets-'));
    const files: Readonly<Record<string, string>> = {
      'compose.yaml': `services:\n${['orders', 'billing']
        .map(
          (name) =>
            `  ${name}:\n    build: services/${name}\n    environment: { DATABASE_URL: "${secrets[0]}", ${planted.pass.join('')} }\n`,
        )
        .join(
          '',
        )}  db:\n    image: postgres\n    environment: { POSTGRES_${planted.setting.join('').replace('=', ': ')} }\n`,
      ...Object.fromEntries(
        ['orders', 'billing'].flatMap((name) => [
          [
            `services/${name}/package.json`,
            `{ "name": "${name}", "scripts": { "start": "node src/main.js" }, "dependencies": { "pg": "8.0.0" } }`,
          ],
          [
            `services/${name}/src/main.js`,
            `import { Pool } from 'pg';\nconst pool = new Pool({ connectionString: process.env.DATABASE_URL || '${secrets[0]}' }); // ${secrets.slice(5).join(' ')}\nawait pool.query('select * from orders');\n`,
          ],
        ]),
      ),
      'services/orders/migrations/0001.sql': 'create table orders (id int);\n',
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test.each(formatNames)('gives none away as %s', async (format) => {
    const { out } = await ran(root, [
      'lint',
      '--no-cache',
      '--preset',
      'all',
      '--show',
      'all',
      '--unresolved',
      '--format',
      format,
    ]);
    expect(out).toContain('orders');
    expect(out).not.toMatch(given);
  });

  test('gives none away when a finding is explained', async () => {
    const { out } = await ran(root, ['lint', '--no-cache', '--preset', 'all', '--format', 'json']);
    const { findings }: { findings: { fingerprint: string }[] } = JSON.parse(out);
    expect(findings.length).toBeGreaterThan(0);
    for (const { fingerprint } of findings) expect((await ran(root, ['explain', fingerprint])).out).not.toMatch(given);
  });
});
