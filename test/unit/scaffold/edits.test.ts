import type { SourceFile } from 'ts-morph';
import { expect, test } from 'vitest';
import {
  addStatementBehind,
  addToListProperty,
  addToObject,
  addToParameter,
  pastOf,
  verbOf,
} from '../../../src/scaffold/kit.ts';
import { editTypeScript } from '../../../src/scaffold/merge/typescript.ts';

/** The text after an edit, which must change nothing the second time. */
async function after(text: string, edit: (file: SourceFile) => void): Promise<string> {
  const once = await editTypeScript('a.ts', text, edit);
  expect(await editTypeScript('a.ts', once, edit)).toBe(once);
  return once;
}

test('an element joins the list of a property', async () => {
  const edit = (file: SourceFile) => addToListProperty(file, 'rpc', { element: 'two()', behind: 'consumers' });
  expect(await after('export const a = { rpc: [one()], consumers };\n', edit)).toContain('rpc: [one(), two()]');
});

test('a property that is not there is made behind another', async () => {
  const edit = (file: SourceFile) => addToListProperty(file, 'workers', { element: 'watch()', behind: 'consumers' });
  expect(await after('export const a = { rpc: [], consumers };\n', edit)).toContain('consumers, workers: [watch()] }');
  await expect(after('export const a = { rpc: [] };\n', edit)).rejects.toThrow('add `watch()` by hand');
});

test('a statement goes behind another, and what it needs into the parameter', async () => {
  const text = 'export async function place({ orders }: Stores) {\n  await orders.save(1);\n  return 1;\n}\n';
  const placed = await after(text, (file) => {
    addToParameter(file, 'place', 'sagas');
    addStatementBehind(file, 'place', { behind: 'await orders.save(1);', statement: 'await sagas.begin();' });
  });
  expect(placed).toMatch(/\{ orders, sagas \}: Stores[\s\S]*save\(1\);\n\s*await sagas\.begin\(\);/);
  await expect(
    after('export async function place() {}\n', (file) => addToParameter(file, 'place', 'sagas')),
  ).rejects.toThrow('add `sagas` by hand');
});

test('an object that is constant is added to', async () => {
  const edit = (file: SourceFile) => addToObject(file, 'A', "Two: '2'");
  expect(await after("const A = { One: '1' } as const;\n", edit)).toContain("{ One: '1', Two: '2' } as const");
});

test.each([
  'reserve',
  'charge',
  'ship',
  'book',
  'cancel',
  'pay',
  'hold',
  'verify',
  'refund',
  'lock',
  'allocate',
  'undo',
])('%s has a past that leads back to it', (verb) => expect(verbOf(pastOf(verb))).toBe(verb));
