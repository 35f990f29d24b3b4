import type { Fault } from '../../src/lint/kit.ts';

const loop = (call: string): string => `for (let attempt = 0; attempt < 3; attempt++) {
      try {
        ${call}
        break;
      } catch (error) {
        console.warn(error);
      }
    }`;

export default [
  {
    title: 'a shared client that tries again, and is used twice on one way',
    in: 'express',
    edits: {
      'packages/platform/src/client.ts': [
        [
          "import CircuitBreaker from 'opossum';",
          "import axiosRetry from 'axios-retry';\nimport CircuitBreaker from 'opossum';",
        ],
        [
          '  const breaker =',
          '  axiosRetry(http, { retries: 3, retryDelay: axiosRetry.exponentialDelay });\n  const breaker =',
        ],
      ],
    },
    at: { file: 'services/api/src/book-parcel.ts', line: 'shipping.post(' },
  },
  {
    title: 'a shared client that tries again at once',
    in: 'express',
    edits: {
      'packages/platform/src/client.ts': [
        [
          "import CircuitBreaker from 'opossum';",
          "import axiosRetry from 'axios-retry';\nimport CircuitBreaker from 'opossum';",
        ],
        ['  const breaker =', '  axiosRetry(http, { retries: 1 });\n  const breaker ='],
      ],
    },
    at: { file: 'packages/platform/src/client.ts', line: 'axiosRetry(http' },
  },
  {
    title: 'retries of two services in a row',
    in: 'express',
    edits: {
      'services/api/src/book-parcel.ts': [
        [
          "import { shipping } from './clients.ts';",
          "import pRetry from 'p-retry';\nimport { shipping } from './clients.ts';",
        ],
        [
          "await shipping.post('/v1/parcels', request.body, key)",
          "await pRetry(() => shipping.post('/v1/parcels', request.body, key), { retries: 4 })",
        ],
      ],
      'services/shipping/src/tariffs.ts': [
        ['import { clientFor }', "import pRetry from 'p-retry';\nimport { clientFor }"],
        [
          'await tariffs.get(`/v1/prices/${weight}`)',
          'await pRetry(() => tariffs.get(`/v1/prices/${weight}`), { retries: 2 })',
        ],
      ],
    },
    at: { file: 'services/shipping/src/tariffs.ts', line: 'tariffs.get(' },
  },
  {
    title: 'an operator that asks again at once',
    in: 'nest',
    edits: {
      'apps/gateway/src/bookings.controller.ts': [
        ["import { firstValueFrom } from 'rxjs';", "import { firstValueFrom, retry } from 'rxjs';"],
        ["{ headers: { 'Idempotency-Key': key } })", "{ headers: { 'Idempotency-Key': key } }).pipe(retry(2))"],
      ],
    },
    at: { file: 'apps/gateway/src/bookings.controller.ts', line: 'this.http.post(' },
  },
  {
    title: 'a loop around a remote procedure call',
    in: 'nest',
    edits: {
      'apps/bookings/src/rooms.ts': [
        [
          '    const found = await guarded',
          `    let found = { free: false, roomId, priceCents: 0 };
    ${loop('found = await firstValueFrom(this.rooms.findRoom({ roomId }, new Metadata(), { deadline: Date.now() + 100 }));')}
    void guarded`,
        ],
      ],
    },
    at: { file: 'apps/bookings/src/rooms.ts', line: 'found = await firstValueFrom(' },
  },
  {
    title: 'a loop around fetch',
    in: 'generated',
    edits: {
      'services/shipping/adapters/rpc/shipping-service.ts': [
        [
          '      const parcel = await atomically((stores) => getParcel(stores, id));',
          `      ${loop('await fetch(`${process.env.ORDERS_URL}/v1/orders/${id}`, { signal: AbortSignal.timeout(100) });')}
      const parcel = await atomically((stores) => getParcel(stores, id));`,
        ],
      ],
    },
    at: { file: 'services/shipping/adapters/rpc/shipping-service.ts', line: 'await fetch(' },
  },
] satisfies readonly Fault[];
