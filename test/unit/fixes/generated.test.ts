import { beforeAll, describe, expect, test } from 'vitest';
import { withFault, cleanWorkspaces, type Tree } from '../faults/workspaces.ts';
import { fixedIn } from './fixed.ts';

describe('a generated consumer that lost its inbox', () => {
  const path = 'chassis/src/consumer.ts';
  const guard =
    '    if (!(await firstDelivery(tx, { id: message.id, channel: message.channel, businessKey }))) return false;\n';
  const imported = "import { firstDelivery } from './inbox.ts';\n";
  let shop: Tree;
  beforeAll(async () => {
    shop = (await cleanWorkspaces()).generated;
  });
  const without = (...edits: readonly (readonly [string, string])[]): Tree =>
    withFault(shop, { title: '', in: 'generated', edits: { [path]: edits }, at: { file: path, line: '' } });

  test('gets back the very text it was generated with', async () => {
    const { result, left } = await fixedIn(without([guard, '']), 'missing-idempotency');
    expect(result.refused).toEqual([]);
    expect(left).toEqual([]);
    expect([...result.texts]).toEqual([[path, shop[path]]]);
  });

  test('gets its import back too', async () => {
    const { result, left } = await fixedIn(without([guard, ''], [imported, '']), 'missing-idempotency');
    expect(left).toEqual([]);
    expect(result.texts.get(path)).toContain(guard);
    expect(result.texts.get(path)).toContain(imported);
  });

  test('is left alone where it was written anew', async () => {
    const tree = without(
      [guard, ''],
      ['database.atomically(async (tx) => {', 'database.query.transaction().execute(async (tx) => {'],
    );
    const { result, left } = await fixedIn(tree, 'missing-idempotency');
    expect(left.length).toBeGreaterThan(0);
    expect(result.refused[0]?.why).toMatch(/opens no transaction around a consumer any more/);
    expect(result.texts.size).toBe(0);
  });
});
