import type { Fault } from './fault.ts';
import { waitFor } from './waits.ts';

export const syncChain: Fault = {
  rule: 'sync-chain',
  story: 'a new checkout waits for three in a row',
  command: ['new', 'service', 'checkout', '--yes'],
  edits: [
    ...waitFor({
      caller: 'checkout',
      callee: 'orders',
      handler: 'createCheckout',
      line: 'await orders.placeOrder({ reference, amount });',
    }),
    ...waitFor({
      caller: 'orders',
      callee: 'payments',
      handler: 'placeOrder',
      line: 'await payments.capturePayment({ reference, amount });',
    }),
    ...waitFor({
      caller: 'payments',
      callee: 'inventory',
      handler: 'capturePayment',
      line: 'await inventory.reserveStock({ reference, amount });',
    }),
  ],
};
