import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { diskFolder } from '../../../src/files/changes/disk.ts';
import { onlyRules, repository, service } from '../lint/repository.ts';
import { ran } from '../lint/world.ts';

const path = 'services/orders/src/main.js';
const handedOn = "import express from 'express';\nexport default express().listen(8080);\n";
const stock = { ...service('stock'), 'services/stock/src/main.js': handedOn };
const shop = () => repository({ ...onlyRules('missing-graceful-shutdown'), ...service('orders'), ...stock });
const lint = (root: string, ...words: readonly string[]) => ran(root, ['lint', '--no-cache', ...words]);

const named = "import express from 'express';\nconst app = express();\napp.listen(8080);\n";

describe('msvc lint --fix', () => {
  test('writes what is safe, tells what it did and what it left, and does nothing the second time', async () => {
    const { root, write, read } = shop();
    write({ [path]: named });
    const first = await lint(root, '--fix', '--fail-on', 'warning');
    expect(first.out).toContain(
      `✓ ${path}:3  on SIGTERM answers what is in flight, then ends  missing-graceful-shutdown`,
    );
    expect(first.out).toMatch(/– services\/stock\/src\/main.js:2 .* missing-graceful-shutdown/);
    expect(first.out).toContain('1 finding repaired in 1 file. 1 cannot be repaired safely and stays.');
    expect(first.out).toContain('stock does not hear SIGTERM');
    expect(first.out).not.toContain('orders does not hear SIGTERM');
    expect(first.code, 'what is left counts').toBe(1);
    const text = read(path);
    expect(text).toContain("process.once('SIGTERM', () => {");
    expect((await lint(root, '--fix')).out).toContain('Nothing was repaired. 1 cannot be repaired safely and stays.');
    expect(read(path)).toBe(text);
  });

  test('with --dry-run shows a difference that git takes, and writes nothing', async () => {
    const { root, write, read, git } = shop();
    write({ [path]: named });
    const { out } = await lint(root, '--fix', '--dry-run');
    expect(out).toContain(`+const server = app.listen(8080);`);
    expect(out).toContain('1 finding repaired in 1 file. 1 cannot be repaired safely and stays. Nothing was written.');
    expect(read(path)).toBe(named);
    const json = JSON.parse((await lint(root, '--fix', '--dry-run', '--format', 'json')).out);
    expect(json.repairs).toMatchObject({ written: false, fixed: [{ rule: 'missing-graceful-shutdown' }] });
    writeFileSync(join(root, 'x.patch'), json.repairs.files[0].diff);
    git('apply', 'x.patch');
    expect(read(path)).toContain("process.once('SIGTERM'");
  });

  test('gives no credential away that stands beside a change', async () => {
    const { root, write, read } = shop();
    write({ [path]: `${named}\nconst password = 'correct-horse-9';\n` });
    const { out } = await lint(root, '--fix', '--dry-run');
    expect(out).toContain('+const server = app.listen(8080);');
    expect(out).not.toContain('correct-horse');
    expect((await lint(root, '--fix')).code).toBe(0);
    expect(read(path)).toContain("const password = 'correct-horse-9';");
  });

  test('with --since repairs only what the change brings', async () => {
    const { root, write, read, commit } = shop();
    commit('orders listens', { [path]: named });
    commit('stock too', { 'services/billing/package.json': service('billing')['services/billing/package.json'] ?? '' });
    write({ 'services/billing/src/main.js': named });
    const { out } = await lint(root, '--fix', '--since', 'HEAD');
    expect(out).not.toContain('orders/src/main.js');
    expect(out).toContain('✓ services/billing/src/main.js:3');
    expect(read(path)).toBe(named);
  });

  test('never writes over an edit that came in between', async () => {
    const { root, write, read } = shop();
    write({ [path]: named });
    const folder = diskFolder(root);
    const writes = [{ path, before: named, after: 'repaired\n' }];
    write({ [path]: `${named}// mine\n` });
    await expect(folder.write(writes)).rejects.toThrow('changed by somebody else meanwhile');
    expect(read(path)).toBe(`${named}// mine\n`);
  });

  test('knows --dry-run only beside --fix', async () => {
    const { root } = shop();
    expect(await lint(root, '--dry-run')).toMatchObject({ code: 2, err: expect.stringContaining('Add --fix.') });
  });
});
