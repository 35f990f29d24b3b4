import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';

const run = ['node', '../../chassis/src/testing/run.ts'];

describe('an anti-corruption layer', () => {
  let shop: GeneratedWorkspace;
  beforeAll(async () => {
    shop = await generatedWorkspace([
      ['new', 'service', 'customers'],
      ['new', 'acl', 'legacy-crm', '--in', 'customers'],
    ]);
  });
  afterAll(() => shop.remove());

  it('passes types, formatter, linter and the laws between services', async () => {
    const checked = await shop.run(['npm', 'run', 'check']);
    expect(checked, checked.output).toMatchObject({ status: 0 });
    const judged = await shop.msvc('lint', '--show', 'info');
    expect(judged, judged.output).toMatchObject({ status: 0 });
    expect(judged.stdout).toContain('nothing to report');
    const drawn = await shop.msvc('graph', '--view', 'contexts');
    expect(drawn.stdout).toContain('legacy-crm  (anticorruption-layer)');
  });

  it('translates, refuses what makes no sense, and stands a system that fails or hangs', async () => {
    const words = [...run, 'test/legacy-crm.test.ts', 'test/process.test.ts'];
    const tested = await shop.run(words, 'services/customers');
    expect(tested, tested.output).toMatchObject({ status: 0 });
  });

  it('is reported where its words get out', async () => {
    const file = 'services/customers/domain/customer.ts';
    const text = shop.read(file);
    await shop.write(
      file,
      `import type { LegacyCrmRecord } from '../acl/legacy-crm/model.ts';\n${text}\nexport type Row = LegacyCrmRecord;\n`,
    );
    const judged = await shop.msvc('lint');
    await shop.write(file, text);
    expect(judged.status).toBe(1);
    expect(judged.stdout).toContain('customers uses what belongs to legacy-crm outside the layer that translates it');
  });

  it('fails its test where nothing is checked at the border', async () => {
    const file = 'services/customers/acl/legacy-crm/client.ts';
    const text = shop.read(file);
    const careless = text.replace('if (result.success) return result.data;', 'return answer as LegacyCrmRecord;');
    expect(careless).not.toBe(text);
    await shop.write(file, careless);
    const tested = await shop.run([...run, 'test/legacy-crm.test.ts'], 'services/customers');
    await shop.write(file, text);
    expect(tested.output).toMatch(/✖ a value that was never agreed on/);
  });
});
