import { beforeEach, describe, expect, test } from 'vitest';
import { inspectFiles } from '../../../src/cli/inspect-files.ts';
import { rules } from '../../../src/cli/rules.ts';
import { capabilities } from '../../../src/cli/templates.ts';
import { memoryFiles } from '../../../src/files/memory.ts';
import { check } from '../../../src/lint/engine.ts';
import { readAnswer } from '../../../src/scaffold/answers.ts';
import type { Answers, Workspace } from '../../../src/scaffold/kit.ts';
import { answersOf, born, workspace } from './born.ts';

const births: Readonly<Record<string, Answers>> = {
  'check-out': { aggregate: 'CheckOut', publishes: ['CheckOutBegun'] },
  pricing: { aggregate: 'PriceList', publishes: ['PriceListMade'] },
};
const shop: Workspace = {
  ...workspace,
  contexts: Object.keys(births),
  services: Object.entries(births).map(([name, more], index) => ({
    name,
    path: `services/${name}`,
    contexts: [name],
    number: index + 1,
    applied: [{ capability: 'service', answers: answersOf(name, more) }],
  })),
};
const quote = { name: 'StockLevel', in: 'check-out', to: 'pricing' };

let texts: Map<string, string>;
beforeEach(async () => {
  texts = new Map();
  await born(texts, 'workspace', { dir: '.', name: 'shop', pinNode: false, msvc: '^1.0.0' });
  for (const [name, more] of Object.entries(births)) await born(texts, 'service', answersOf(name, more), shop);
});

describe('a request over the broker', { timeout: 60_000 }, () => {
  test('is a contract, a responder and one who asks', async () => {
    await born(texts, 'request', quote, shop);
    expect(texts.get('contracts/pricing/v1/stock_level.proto')).toContain('message StockLevelReply {');
    expect(texts.get('contracts/check_out/v1/check_out.proto')).toContain('rpc RequestStockLevel(');
    expect(texts.get('services/pricing/context.ts')).toContain('responders: [stockLevelResponder]');
    expect(texts.get('services/pricing/migrations/index.ts')).toContain("'0002-request-answers': answerTables");
    expect(texts.get('services/check-out/context.ts')).toContain('stockLevelRequests: stockLevelRequests(requests)');
    expect(texts.get('services/check-out/application/ports.ts')).not.toMatch(/chassis|contracts|broker\b.*import/);
  });

  test('changes nothing the second time', async () => {
    await born(texts, 'request', quote, shop);
    const before = new Map(texts);
    const { writes } = await born(texts, 'request', quote, shop);
    expect(writes.map(({ path }) => path)).toEqual([]);
    expect(texts).toEqual(before);
  });

  test('is on the map, where it is waited for, and lints clean', async () => {
    await born(texts, 'request', quote, shop);
    await born(texts, 'request', { ...quote, name: 'Quote' }, shop);
    const { model } = inspectFiles(memoryFiles(Object.fromEntries(texts)));
    expect(model.edges.map(({ from, to, kind }) => `${from} ${kind} ${to}`)).toEqual(['check-out sync pricing']);
    expect(check(model, rules).findings.map(({ message }) => message)).toEqual([]);
  });

  test('may go both ways', async () => {
    await born(texts, 'request', quote, shop);
    await born(texts, 'request', { name: 'Basket', in: 'pricing', to: 'check-out' }, shop);
    const context = texts.get('services/pricing/context.ts');
    expect(context).toContain('responders: [stockLevelResponder]');
    expect(context).toContain('workers: [requests]');
  });

  test('is tested over every broker there is, whichever comes first', async () => {
    await born(texts, 'broker', { broker: 'nats', to: 'workspace' }, shop);
    await born(texts, 'request', quote, shop);
    await born(texts, 'broker', { broker: 'kafka', to: 'workspace' }, shop);
    const tests = [...texts.keys()].filter((path) => path.startsWith('chassis/test/request-'));
    expect(tests.map((path) => path.replace(/.*request-|\.test\.ts/g, '')).toSorted()).toEqual([
      'kafka',
      'nats',
      'postgres',
    ]);
  });

  test.each([
    ['name', 'quote', /named like Quote/],
    ['name', 'QuoteRequest', /leave the last word out/],
    ['name', 'Delete', /means something else/],
    ['to', 'check-out', /does not ask itself/],
  ])('refuses %s %s', (question, value, told) => {
    const asked = capabilities.find(({ id }) => id === 'request')?.questions[question];
    const known = { workspace: shop, answers: { ...quote, [question]: value } };
    const read = asked && readAnswer(asked, value, known);
    expect(JSON.stringify(read)).toMatch(told);
  });
});
