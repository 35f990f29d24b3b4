import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chassisTests } from '../generated/chassis-tests.ts';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';

const parser = '@seriousme/openapi-schema-validator@2.11.0';

describe('a REST facade', () => {
  let shop: GeneratedWorkspace;
  const tools = mkdtempSync(join(tmpdir(), 'openapi-'));
  beforeAll(async () => {
    shop = await generatedWorkspace([
      ['new', 'service', 'orders', '--publishes', 'OrderPlaced'],
      ['add', 'rest', '--to', 'orders'],
    ]);
  });
  afterAll(async () => {
    rmSync(tools, { recursive: true, force: true });
    await shop.remove();
  });

  it('passes types, formatter, linter and msvc lint', async () => {
    const checked = await shop.run(['npm', 'run', 'check']);
    expect(checked, checked.output).toMatchObject({ status: 0 });
    const { stdout } = await shop.msvc('lint', '--format', 'json', '--show', 'info');
    expect(JSON.parse(stdout).findings).toEqual([]);
  });

  it('answers as the RPCs do, once for each Idempotency-Key', async () => {
    const tested = await shop.run(['npm', 'test'], 'services/orders');
    expect(tested, tested.output).toMatchObject({ status: 0 });
    expect(tested.output).toMatch(/a key that comes again gets the first answer/);
  });

  it('keeps its promises when callers race, hang up, send too much or never finish', async () => {
    await chassisTests(shop, ['rest', 'rest-server', 'openapi'], 19);
  });

  it('describes itself so that a published parser understands it', async ({ skip }) => {
    const installed = await shop.run(['npm', 'install', '--prefix', tools, '--no-save', '--no-audit', parser]);
    if (installed.status !== 0) skip(`${parser} cannot be installed here`);
    const check = `
      import { Validator } from '${join(tools, 'node_modules/@seriousme/openapi-schema-validator/index.js')}';
      import { readFile } from 'node:fs/promises';
      const validator = new Validator();
      const { valid, errors } = await validator.validate(JSON.parse(await readFile('contracts/orders/v1/openapi.json', 'utf8')));
      console.log(validator.version, valid, JSON.stringify(errors ?? null));`;
    const { stdout, output } = await shop.run([process.execPath, '--input-type=module', '-e', check]);
    expect(stdout.trim(), output).toBe('3.1 true null');
  });
});
