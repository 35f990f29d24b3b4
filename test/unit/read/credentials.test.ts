import { describe, expect, test } from 'vitest';
import { credentialsReader } from '../../../src/read/credentials.ts';
import { entropyOf, isPlaceholder } from '../../../src/read/credentials/placeholders.ts';

const random = ['Zt4vQ9', 'mXw2Lk', '8RbN7p', 'Yc3HsD'].join('');
const said = (file: string, text: string) => credentialsReader.read({ file, text }).facts;

describe('credentials', () => {
  test('are kept by kind, name and place, and never by value', () => {
    const text = `\nexport const stripe = { apiKey: '${random}' };\nconst url = 'amqps://shop:${random}@mq.shop.io';\n`;
    const facts = said('services/orders/config.ts', text);
    expect(facts).toEqual([
      { kind: 'credential', what: 'secret', name: 'apiKey', at: [2, 25] },
      { kind: 'credential', what: 'password in an address', name: 'mq.shop.io', at: [3, 14] },
    ]);
    expect(JSON.stringify(facts)).not.toContain(random);
  });

  test('are looked for in linear time, also where a line has no end', () => {
    const started = performance.now();
    said('a.js', `const token = ${'tokenkeysecret="a'.repeat(20_000)}`);
    said('b.yaml', 'password: '.repeat(30_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test.each(['changeme', 'your-api-key-1234', '${SECRET}', '<token>', 'postgres123', 'xxxxxxxxxxxx', 'supersecret'])(
    '%s is a placeholder',
    (value) => expect(isPlaceholder(value)).toBe(true),
  );
  test('rules for a value are none', () => {
    expect(
      said('rules.js', `const rules = { newPassword: 'required|min:6', password: "string|max:255|confirmed" };`),
    ).toEqual([]);
  });
  test('a random text is none', () => {
    expect(isPlaceholder(random)).toBe(false);
    expect(entropyOf(random)).toBeGreaterThan(4);
    expect(entropyOf('aaaa')).toBe(0);
  });
});
