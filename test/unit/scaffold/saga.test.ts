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
  orders: { aggregate: 'Order', publishes: ['OrderPlaced'] },
  inventory: { aggregate: 'Inventory', publishes: ['StockReserved'] },
  payments: { aggregate: 'Payment', publishes: ['PaymentCharged', 'PaymentRefunded'] },
};
const saga = {
  name: 'checkout',
  style: 'orchestration',
  steps: ['reserve:inventory', 'charge:payments'],
  in: 'orders',
};
const styles = ['orchestration', 'choreography'] as const;

const shop: Workspace = {
  ...workspace,
  contexts: Object.keys(births),
  events: [
    'inventory.v1.StockReserved',
    'orders.v1.OrderPlaced',
    'payments.v1.PaymentCharged',
    'payments.v1.PaymentRefunded',
  ],
  services: Object.entries(births).map(([name, more], index) => ({
    name,
    path: `services/${name}`,
    contexts: [name],
    number: index + 1,
    applied: [{ capability: 'service', answers: answersOf(name, more) }],
  })),
};

let texts: Map<string, string>;
beforeEach(async () => {
  texts = new Map();
  await born(texts, 'workspace', { dir: '.', name: 'shop', pinNode: false, msvc: '^1.0.0' });
  for (const [name, more] of Object.entries(births)) await born(texts, 'service', answersOf(name, more), shop);
});

const findings = () =>
  check(inspectFiles(memoryFiles(Object.fromEntries(texts))).model, rules).findings.map(
    ({ rule, message }) => `${rule}: ${message}`,
  );
const edit = (path: string, change: (text: string) => string) => {
  const before = texts.get(path) ?? '';
  expect(change(before)).not.toBe(before);
  texts.set(path, change(before));
};

describe.each(styles)('a saga as %s', (style) => {
  beforeEach(async () => void (await born(texts, 'saga', { ...saga, style }, shop)));

  test('changes nothing the second time', async () => {
    const before = new Map(texts);
    const plan = await born(texts, 'saga', { ...saga, style }, shop);
    expect(plan.outcomes.filter(({ kind }) => kind !== 'unchanged').map(({ path }) => path)).toEqual([]);
    expect(texts).toEqual(before);
  });

  test('lints clean under every rule', () => expect(findings()).toEqual([]));

  test('uses the events that a domain has, and adds those it lacks', () => {
    expect(texts.get('services/payments/application/charge-payment-step.ts')).toMatch(
      /'PaymentCharged'[\s\S]*'PaymentRefunded'/,
    );
    expect(texts.get('services/inventory/application/reserve-inventory-step.ts')).toMatch(
      /'StockReserved'[\s\S]*'InventoryReleased'/,
    );
    expect(texts.get('services/inventory/domain/inventory.ts')).toContain("InventoryReleased: 'RELEASED'");
    expect(texts.get('contracts/orders/v1/events.proto')).toMatch(
      /message OrderConfirmed[\s\S]*message OrderCancelled/,
    );
  });

  test('keeps technology out of domain and application', () => {
    const own = [...texts].filter(([path]) => /^services\/\w+\/(domain|application)\//.test(path));
    const outside = own.flatMap(([, text]) => [...text.matchAll(/from '([^.'][^']*)'/g)].map(([, from]) => from));
    expect([...new Set(outside)]).toEqual(['node:crypto']);
  });
});

test('one saga and several have two names, whatever the word', async () => {
  await born(texts, 'saga', { ...saga, name: 'booking' }, shop);
  const text = texts.get('services/orders/adapters/sagas/booking.ts') ?? '';
  expect([...text.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name)).toEqual([
    'booking',
    'bookings',
  ]);
});

describe('what a hand takes out', () => {
  test('a compensation of an orchestration', async () => {
    await born(texts, 'saga', saga, shop);
    edit('services/orders/application/checkout.ts', (text) => text.replace(" compensate: 'ReleaseInventory',", ''));
    expect(findings()).toEqual([expect.stringMatching(/^saga-without-compensation: Nothing undoes "reserve"/)]);
  });

  test('the answer to a failure of a choreography', async () => {
    await born(texts, 'saga', { ...saga, style: 'choreography' }, shop);
    edit('services/orders/adapters/sagas/checkout-turns.ts', (text) =>
      text.replace(/ {2}on\(ChargePaymentFailedSchema[\s\S]*?\n {2}\),\n/, ''),
    );
    expect(findings()).toEqual([expect.stringContaining('Nobody hears "payments.v1.ChargePaymentFailed"')]);
  });
});

describe('what is refused', () => {
  const capability = capabilities.find(({ id }) => id === 'saga');
  /** What is wrong with the answers, asked in the order of the questions. */
  const mistakesOf = (answers: Answers, known: Workspace = shop): readonly string[] =>
    Object.entries(capability?.questions ?? {}).flatMap(([name, question]) => {
      const read = readAnswer(question, answers[name], { workspace: known, answers });
      return 'mistakes' in read ? read.mistakes : [];
    });
  const withSaga: Workspace = {
    ...shop,
    services: shop.services.map((one) =>
      one.name === 'orders'
        ? { ...one, applied: [...(one.applied ?? []), { capability: 'saga', answers: saga }] }
        : one,
    ),
  };

  test('nothing of a good one', () => {
    for (const style of styles) expect(mistakesOf({ ...saga, style })).toEqual([]);
    expect(mistakesOf(saga, withSaga)).toEqual([]);
  });

  const bad: readonly (readonly [string, Answers, RegExp, Workspace?])[] = [
    [
      'a context that is not there',
      { steps: ['ship:shipping'] },
      /no context "shipping" .*`msvc new service shipping`/,
    ],
    ['a step without who takes it', { steps: ['reserve'] }, /a step is an action and who takes it/],
    ['a step of no name', { steps: ['Reserve Stock:inventory'] }, /cannot name a step/],
    [
      'two steps of one name',
      { steps: ['book:inventory', 'book:payments'] },
      /two steps are called "book".*book-again/,
    ],
    ['two steps undone by one', { steps: ['reserve:inventory', 'claim:inventory'] }, /"release:inventory".*two steps/],
    ['a name of a context', { name: 'payment' }, /is what "payments" is about/],
    ['a name of no shape', { name: 'Check Out' }, /no spaces.*check-out/],
    ['a step of its own', { in: 'inventory' }, /"reserve" is a step of inventory itself/],
    [
      'neighbours in one context',
      { style: 'choreography', steps: ['reserve:inventory', 'pack:inventory'] },
      /make them one step/,
    ],
    ['no steps', { steps: [] }, /name at least one step/],
    ['a saga that is there', { steps: ['charge:payments'] }, /already a saga "checkout" in orders/, withSaga],
    [
      'a step that another has',
      { name: 'exchange' },
      /is a step of the saga "checkout".*reserve-exchange:inventory/,
      withSaga,
    ],
  ];
  for (const [title, answers, reason, known] of bad)
    test(title, () => expect(mistakesOf({ ...saga, ...answers }, known).join('\n')).toMatch(reason));
});
