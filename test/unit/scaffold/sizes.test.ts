import { beforeEach, describe, expect, test } from 'vitest';
import type { Answers, Workspace } from '../../../src/scaffold/kit.ts';
import { answersOf, born, workspace } from './born.ts';

const answers = answersOf('orders', { aggregate: 'Order', publishes: ['OrderPlaced', 'OrderConfirmed'] });
const place = { name: 'orders', path: 'services/orders', contexts: ['orders'], number: 1 };
const known: Workspace = {
  ...workspace,
  services: [{ ...place, applied: [{ capability: 'service', answers }] }],
  events: ['payments.v1.PaymentCaptured', 'payments.v1.PaymentFailed'],
};
const isTest = (path: string): boolean => path.endsWith('.test.ts');

let shop: Map<string, string>;
beforeEach(async () => {
  shop = new Map();
  await born(shop, 'workspace', { dir: '.', name: 'shop', pinNode: false, msvc: '' });
});

/** The files that become others by it, tests apart. */
async function touchedBy(capability: string, more: Answers) {
  const { outcomes } = await born(shop, capability, { to: 'orders', ...more }, known);
  const paths = outcomes.filter(({ before, after }) => before !== after).map(({ path }) => path);
  return { files: paths.filter((path) => !isTest(path)), tests: paths.filter(isTest) };
}

describe('what its owner reads of a service without extras', () => {
  test.each([
    ['that listens to nobody', []],
    ['that listens to another', ['payments.v1.PaymentCaptured']],
  ])('%s is at most 35 files, contract and tests included', async (_, consumes) => {
    const { outcomes } = await born(shop, 'service', { ...answers, consumes }, known);
    const written = outcomes.filter(({ kind }) => kind === 'created').map(({ path }) => path);
    const own = written.filter((path) => /^(?:services\/orders|contracts\/orders)\//.test(path));
    expect(own).toEqual(written);
    expect(own.length).toBeGreaterThan(20);
    expect(own.length).toBeLessThanOrEqual(35);
  });
});

describe('a use case more touches at most six files and a test', () => {
  beforeEach(async () => void (await born(shop, 'service', answers, known)));

  test.each([
    ['an RPC with its event', 6, 'rpc', { name: 'CancelOrder', stream: false, event: 'OrderCancelled' }],
    ['a streaming RPC', 5, 'rpc', { name: 'ExportOrders', stream: true, event: '' }],
  ])('%s', async (_, count, capability, more) => {
    const { files, tests } = await touchedBy(capability, more);
    expect(files).toHaveLength(count);
    expect(tests).toHaveLength(1);
  });

  test('an event', async () => {
    const { files, tests } = await touchedBy('event', { name: 'OrderShipped' });
    expect(files).toHaveLength(3);
    // The aggregate's own test and that of its store hold for every event of the list.
    expect(tests).toEqual([]);
  });

  test('the first consumer, which brings a table along, and the table', async () => {
    const { files, tests } = await touchedBy('consumer', { events: ['payments.v1.PaymentCaptured'] });
    const consumer = ['adapters/events/consumers.ts', 'application/when-payment-captured.ts', 'context.ts'];
    const table = [
      'adapters/store/foreign-events.ts',
      'adapters/store/stores.ts',
      'adapters/store/tables.ts',
      'application/ports.ts',
      'migrations/0002-foreign-event.ts',
      'migrations/index.ts',
    ];
    expect(files).toEqual([...consumer, ...table].map((path) => `services/orders/${path}`).toSorted());
    expect(tests).toHaveLength(1);
  });

  test('a consumer where there is one', async () => {
    await touchedBy('consumer', { events: ['payments.v1.PaymentCaptured'] });
    const { files, tests } = await touchedBy('consumer', { events: ['payments.v1.PaymentFailed'] });
    expect(files).toHaveLength(2);
    expect(tests).toHaveLength(1);
  });
});
