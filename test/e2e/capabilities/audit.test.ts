import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chassisTests } from '../generated/chassis-tests.ts';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';

describe('the audit of dependencies', () => {
  let shop: GeneratedWorkspace;
  beforeAll(async () => {
    shop = await generatedWorkspace([]);
  });
  afterAll(() => shop.remove());

  it('finds, accepts for a time, and does not pass without a network', async () => {
    await chassisTests(shop, ['audit'], 5, { withPostgres: false });
  });

  it('is a script of the workspace, and says so when nobody can be asked', async () => {
    const nowhere = ['npm_config_registry=http://127.0.0.1:1/', 'npm_config_fetch_retries=0'];
    const audited = await shop.run(['env', ...nowhere, 'npm', 'run', '--silent', 'audit']);
    expect(audited.status, audited.output).toBe(2);
    expect(audited.output).toContain('The registry could not be asked, so nothing is known');
    const wrong = await shop.run(['npm', 'run', '--silent', 'audit', '--', 'grave']);
    expect(wrong.status).toBe(2);
    expect(wrong.output).toContain('"grave" is no level; there are low, moderate, high, critical');
  });

  it('fails its test where an acceptance never ends', async () => {
    const file = 'chassis/src/audit/audit.ts';
    const text = shop.read(file);
    const endless = text.replace('acceptance === undefined || acceptance.until < day', 'acceptance === undefined');
    expect(endless).not.toBe(text);
    await shop.write(file, endless);
    const tested = await shop.run(
      ['node', '--test', '--test-name-pattern=until its day', 'test/audit.test.ts'],
      'chassis',
    );
    await shop.write(file, text);
    expect(tested.output).toMatch(/✖ an acceptance holds until its day/);
  });
});
