import { describe, expect, test } from 'vitest';
import { memoryFolder } from '../../../src/files/changes/memory.ts';
import { eventsIn } from '../../../src/scaffold/contracts.ts';
import { recordText } from '../../../src/scaffold/record.ts';
import { compareVersions, readWorkspace } from '../../../src/scaffold/workspace.ts';

const applied = (msvc: string) => [{ capability: 'workspace', msvc, answers: { name: 'shop' } }];
const read = (files: Record<string, string>, version = '1.2.0') =>
  readWorkspace(memoryFolder(new Map(Object.entries(files))), { version, msvc: '^1.2.0' });
const made = (msvc: string, version = 1) => ({
  '.msvc/workspace.json': recordText({ version, applied: applied(msvc) }),
});

test('a workspace is read from its own files', () => {
  const { workspace } = read({
    ...made('1.2.0'),
    'package.json': '{ "name": "shop" }',
    '.msvc/services/payments.json': recordText({
      path: 'services/payments',
      contexts: ['payments'],
      number: 2,
      applied: [],
    }),
    '.msvc/services/orders.json': recordText({ path: 'services/orders', contexts: ['sales'], number: 1, applied: [] }),
    'services/by-hand/main.ts': '',
    'contracts/order_items/v1/events.proto': 'syntax = "proto3";\npackage order_items.v1;\nmessage ItemAdded {}\n',
    'contracts/order_items/v2/events.proto': 'package order_items.v2;\nmessage ItemAdded {}\n',
    'contracts/gen/order_items/v1/x.ts': '',
    'contracts/package.json': '{}',
  });
  expect(workspace).toEqual({
    name: 'shop',
    scope: '@shop',
    services: [
      { name: 'orders', path: 'services/orders', contexts: ['sales'], number: 1, applied: [] },
      { name: 'payments', path: 'services/payments', contexts: ['payments'], number: 2, applied: [] },
      { name: 'by-hand', path: 'services/by-hand', contexts: ['by-hand'], number: 0 },
    ],
    contexts: ['order-items'],
    events: ['order_items.v1.ItemAdded', 'order_items.v2.ItemAdded'],
    broker: 'postgres',
    msvc: '^1.2.0',
  });
});

describe('a workspace of another version', () => {
  test('older or the same is read', () => {
    for (const version of ['1.2.0', '1.1.9', '0.9.0', '1.2.0-beta.1'])
      expect(read(made(version)).record.version).toBe(1);
  });

  test('newer is refused, by version and by layout', () => {
    const refusal = { code: 'MSVC-013', message: expect.stringContaining('made by msvc 1.10.0; this is msvc 1.2.0') };
    expect(() => read(made('1.10.0'))).toThrow(expect.objectContaining(refusal));
    expect(() => read(made('1.2.0', 2))).toThrow(expect.objectContaining({ code: 'MSVC-013' }));
    expect(() => read(made('1.2.1'))).toThrow(expect.objectContaining({ code: 'MSVC-013' }));
  });

  test('versions compare as npm compares them', () => {
    const sorted = [
      '0.9.9',
      '1.0.0-alpha',
      '1.0.0-beta.2',
      '1.0.0-beta.10',
      '1.0.0',
      '1.0.1',
      '1.2.0',
      '1.10.0',
      '2.0.0',
    ];
    expect([...sorted].reverse().sort(compareVersions)).toEqual(sorted);
    expect(compareVersions('1.0.0+a', '1.0.0+b')).toBe(0);
  });
});

test.each([
  ['.msvc/workspace.json', '{', 'cannot be read'],
  ['.msvc/workspace.json', '[]', 'it is no JSON object'],
  ['.msvc/workspace.json', '{ "version": "one" }', '"version" is no number'],
  ['.msvc/workspace.json', '{ "version": 1 }', '"applied" is no list'],
  ['.msvc/services/orders.json', '{ "path": 1 }', '"path", "number" or "contexts" is missing'],
])('a broken %s is refused in words', (path, text, message) => {
  expect(() => read({ ...made('1.0.0'), [path]: text })).toThrow(
    expect.objectContaining({ code: 'MSVC-019', message: expect.stringContaining(message) }),
  );
});

test('no workspace here', () => {
  expect(() => read({ 'package.json': '{}' })).toThrow(expect.objectContaining({ code: 'MSVC-010' }));
});

test('events are the outermost messages, comments and nested ones aside', () => {
  const proto = `
syntax = "proto3";
// message Not {}
/* package wrong.v1; message Neither {} */
package orders.v1;
option java_package = "x{y";
message OrderPlaced {
  message Line { string id = 1; }
  repeated Line lines = 1;
  oneof kind { string a = 2; }
}
enum State { STATE_UNSPECIFIED = 0; }
message OrderCancelled {}
`;
  expect(eventsIn(proto)).toEqual(['orders.v1.OrderPlaced', 'orders.v1.OrderCancelled']);
  expect(eventsIn('message NoPackage {}')).toEqual([]);
  expect(eventsIn('package a.v1; message Broken {')).toEqual(['a.v1.Broken']);
});
