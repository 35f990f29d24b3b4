import type { Answers, Workspace } from '../../../src/scaffold/kit.ts';
import { answersOf, born, workspace } from './born.ts';

const births: Readonly<Record<string, Answers>> = {
  orders: { aggregate: 'Order', publishes: ['OrderPlaced', 'OrderConfirmed'] },
  stock: { aggregate: 'Stock', publishes: ['StockReserved'], consumes: ['orders.v1.OrderPlaced'] },
  pricing: { aggregate: 'Price', publishes: ['PriceChanged'], calls: ['orders'] },
};

/** Whom {@link withEverything} makes. */
export const known: Workspace = {
  ...workspace,
  contexts: Object.keys(births),
  events: ['orders.v1.OrderConfirmed', 'orders.v1.OrderPlaced', 'pricing.v1.PriceChanged', 'stock.v1.StockReserved'],
  services: Object.entries(births).map(([name, more], index) => ({
    name,
    path: `services/${name}`,
    contexts: [name],
    number: index + 1,
    applied: [{ capability: 'service', answers: answersOf(name, more) }],
  })),
};

/** Every capability once, most of them at orders. */
export const additions: readonly (readonly [capability: string, answers: Answers])[] = [
  ['event', { name: 'OrderShipped', to: 'orders' }],
  ['rpc', { name: 'CancelOrder', to: 'orders', stream: false, event: 'OrderCancelled' }],
  ['aggregate', { name: 'account', events: ['AccountOpened', 'MoneyDeposited'], in: 'pricing', snapshotEvery: 100 }],
  ['saga', { name: 'checkout', style: 'orchestration', steps: ['reserve:stock'], in: 'orders' }],
  ['request', { name: 'StockLevel', in: 'orders', to: 'stock' }],
  ['consumer', { to: 'orders', events: ['pricing.v1.PriceChanged'] }],
  ['rest', { to: 'orders' }],
  ['read-model', { name: 'order-summary', to: 'orders', from: ['orders.v1.OrderPlaced', 'stock.v1.StockReserved'] }],
  ['client', { to: 'stock', callee: 'pricing' }],
  ['acl', { system: 'legacy-crm', in: 'orders', about: 'CreditHistory' }],
  ['cache', { to: 'orders', store: 'redis' }],
  ['debezium', { to: 'orders' }],
  ['rate-limit', { to: 'orders', perSecond: 50, store: 'redis' }],
  ['mtls', { to: 'orders' }],
];

/** Three services, one of which calls another, with nothing added. */
export const withNothing = madeOnce(async () => {
  const texts = new Map<string, string>();
  await born(texts, 'workspace', { dir: '.', name: 'shop', pinNode: false, msvc: '^1.0.0' });
  for (const [name, more] of Object.entries(births)) await born(texts, 'service', answersOf(name, more), known);
  return texts;
});

/** The same with all that can be added to them, carried by the broker that is there without being asked for. */
export const withEverything = madeOnce(async () => {
  const texts = await withNothing();
  for (const [capability, answers] of additions) await born(texts, capability, answers, known);
  return texts;
});

/** Made for the first who asks; everybody gets a copy. */
function madeOnce(make: () => Promise<Map<string, string>>): () => Promise<Map<string, string>> {
  let made: Promise<Map<string, string>> | undefined;
  return async () => new Map(await (made ??= make()));
}
