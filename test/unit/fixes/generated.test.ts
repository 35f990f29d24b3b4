import { beforeAll, describe, expect, test } from 'vitest';
import { withFault, cleanWorkspaces, type Tree } from '../faults/workspaces.ts';
import { fixedIn } from './fixed.ts';

describe('a generated consumer that lost its inbox', () => {
  const path = 'chassis/src/consumer.ts';
  const store = 'services/payments/adapters/store/foreign-events.ts';
  const guard =
    '    if (!(await firstDelivery(tx, { id: message.id, channel: message.channel, businessKey }))) return false;\n';
  const imported = "import { firstDelivery } from './inbox.ts';\n";
  let shop: Tree;
  let counting: Tree;
  beforeAll(async () => {
    shop = (await cleanWorkspaces()).generated;
    const at = { file: store, line: '' };
    // The count of attempts in front of the handler would pass for a memory of the message.
    const uncounted = [['    if (isCounted) chance = await chances.take(message.id);\n', '']] as const;
    counting = withFault(shop, { title: '', in: 'generated', edits: { [store]: counts, [path]: uncounted }, at });
  });
  /** What is heard is counted; without the inbox, twice where it comes twice. */
  const counts: readonly (readonly [string, string])[] = [
    [".insertInto('foreign_event')", ".updateTable('foreign_event')"],
    [
      '.values({ channel, subject_id: subjectId, last_heard_at: occurredAt })',
      ".set((row) => ({ times: row('times', '+', 1) })).where('subject_id', '=', subjectId)",
    ],
  ];
  const without = (...edits: readonly (readonly [string, string])[]): Tree =>
    withFault(counting, { title: '', in: 'generated', edits: { [path]: edits }, at: { file: path, line: '' } });

  test('gets back the very text it was generated with', async () => {
    const { result, left } = await fixedIn(without([guard, '']), 'missing-idempotency');
    expect(result.refused).toEqual([]);
    expect(left).toEqual([]);
    expect([...result.texts]).toEqual([[path, counting[path]]]);
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
      ['database.atomically(async (tx) => {', 'database.atomically(async (begun) => {\n    const tx = begun;'],
    );
    const { result, left } = await fixedIn(tree, 'missing-idempotency');
    expect(left.length).toBeGreaterThan(0);
    expect(result.refused[0]?.why).toMatch(/opens no transaction around a consumer any more/);
    expect(result.texts.size).toBe(0);
  });
});
