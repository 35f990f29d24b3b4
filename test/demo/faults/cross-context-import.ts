import type { Fault } from './fault.ts';

export const crossContextImport: Fault = {
  rule: 'cross-context-import',
  story: "orders reuses the payment's own checks",
  edits: [
    {
      path: 'services/orders/application/place-order.ts',
      find: "import type { Stores } from './ports.ts';",
      replace: `import { newPayment } from '../../payments/domain/payment.ts';
import type { Stores } from './ports.ts';`,
    },
    {
      path: 'services/orders/application/place-order.ts',
      find: '  if (existing) return existing;\n',
      replace: '  if (existing) return existing;\n  newPayment(wanted); // throws early when it could not be paid\n',
    },
  ],
};
