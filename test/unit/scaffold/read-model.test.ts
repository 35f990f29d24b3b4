import { globSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { capabilities } from '../../../src/cli/templates.ts';
import { mistakesIn } from '../../../src/scaffold/answers.ts';
import { answersOf, born, workspace } from './born.ts';

describe('a read model', () => {
  const shop = new Map<string, string>();
  const answers = {
    name: 'order-summary',
    to: 'orders',
    from: ['orders.v1.OrderPlaced', 'payments.v1.PaymentCaptured'],
  };
  beforeAll(async () => {
    await born(shop, 'workspace', { dir: '.', name: 'shop', pinNode: false, msvc: '' });
    await born(shop, 'service', answersOf('payments', { aggregate: 'Payment', publishes: ['PaymentCaptured'] }));
    await born(shop, 'service', answersOf('orders', { aggregate: 'Order', publishes: ['OrderPlaced'] }));
    await born(shop, 'read-model', answers);
  });

  test('has a column for each event, a row for what they all name, and listens with the others', () => {
    const tables = shop.get('services/orders/adapters/store/tables.ts');
    for (const column of ['generation: number', 'reference: string', 'order_placed_at:', 'payment_captured_at:'])
      expect(tables).toContain(column);
    expect(shop.get('services/orders/adapters/events/consumers.ts')).toContain('...projecting(orderSummary)');
    expect(shop.get('services/orders/context.ts')).toContain("from './adapters/events/consumers.ts'");
    expect(shop.get('services/orders/package.json')).toContain('"rebuild:order-summary"');
  });

  test('changes nothing the second time', async () => {
    expect((await born(shop, 'read-model', answers)).writes.map(({ path }) => path)).toEqual([]);
  });

  test('may have a second one beside it, which shares the page and the log', async () => {
    await born(shop, 'read-model', { ...answers, name: 'sales', from: ['orders.v1.OrderPlaced'] });
    expect(shop.get('services/orders/migrations/index.ts')).toContain("'0003-sales': sales");
    expect(shop.get('services/orders/adapters/events/consumers.ts')).toContain('...projecting(sales)');
  });

  test('tells the one from the several, also where English does not', async () => {
    await born(shop, 'read-model', { ...answers, name: 'product-catalog' });
    const types = shop.get('services/orders/application/product-catalog.ts') ?? '';
    expect(types).toContain('export type ProductCatalog = ');
    expect(types).toContain('export type ProductCatalogEntries = ');
  });

  test('takes no table that somebody has already', () => {
    const questions = capabilities.find(({ id }) => id === 'read-model')?.questions;
    const applied = [{ capability: 'service', answers: answersOf('news', { aggregate: 'News' }) }];
    const services = [{ name: 'news', path: 'services/news', contexts: ['news'], number: 1, applied }];
    const known = (name: string) => ({ answers: { name }, workspace: { ...workspace, services } });
    const named = (name: string) => questions?.['name'] && mistakesIn(questions['name'], name, known(name));
    const placed = (name: string) => questions?.['to'] && mistakesIn(questions['to'], 'news', known(name));
    expect(named('news-summary')).toEqual([]);
    expect(named('inbox')).toEqual([expect.stringMatching(/table inbox of the chassis; how about "inbox-summary"/)]);
    expect(placed('news-summary')).toEqual([]);
    expect(placed('news')).toEqual([expect.stringMatching(/news keeps News in table news already/)]);
  });

  test('of an event that nobody tells yet begins with who tells it', () => {
    const question = capabilities.find(({ id }) => id === 'read-model')?.questions['from'];
    const known = { answers: { name: 'order-summary', to: 'orders' }, workspace };
    expect(question && mistakesIn(question, ['shipping.v1.Sent'], known)).toEqual([
      expect.stringMatching(/"shipping\.v1\.Sent" is in no contract yet.*as with `msvc new service shipping`$/),
    ]);
  });

  test('knows the tables that the chassis makes', () => {
    const known = readFileSync('templates/read-model/capability.ts', 'utf8');
    const texts = globSync('templates/**/*.ts').filter((file) => !/[.-](test|suite)\.ts$|\/test\//.test(file));
    const made = texts.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/create table (?:if not exists )?(\w+) \(|createTable\('(\w+)'\)/g)].map(
        ([, sql, built]) => sql ?? built ?? '',
      ),
    );
    expect(made.length).toBeGreaterThan(8);
    for (const table of made) expect(known).toMatch(new RegExp(`\\b${table}\\b`));
  });
});
