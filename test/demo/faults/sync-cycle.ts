import type { Fault } from './fault.ts';
import { waitFor } from './waits.ts';

export const syncCycle: Fault = {
  rule: 'sync-cycle',
  story: 'orders waits for payments, which asks orders',
  edits: [
    ...waitFor({
      caller: 'orders',
      callee: 'payments',
      handler: 'placeOrder',
      line: 'await payments.capturePayment({ reference, amount });',
    }),
    ...waitFor({
      caller: 'payments',
      callee: 'orders',
      handler: 'capturePayment',
      line: 'await orders.getOrder({ id: reference }); // is it still wanted?',
    }),
  ],
};
