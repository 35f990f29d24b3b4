import type { Fault } from '../../src/lint/kit.ts';

export default [
  {
    title: 'a remote procedure call of the gateway that nothing guards',
    in: 'nest',
    edits: {
      'apps/gateway/src/rooms.controller.ts': [
        ['return guarded.execute(() =>\n      ', 'return '],
        ['{ deadline: Date.now() + 800 })),\n    );', '{ deadline: Date.now() + 800 }));'],
      ],
    },
    at: { file: 'apps/gateway/src/rooms.controller.ts', line: 'this.rooms.findRoom(' },
  },
  {
    title: 'a request of the gateway that nothing guards',
    in: 'nest',
    edits: {
      'apps/gateway/src/bookings.controller.ts': [
        ['await guarded.execute(() =>\n      firstValueFrom(', 'await firstValueFrom('],
        ['key } })),\n    );', 'key } }));'],
      ],
    },
    at: { file: 'apps/gateway/src/bookings.controller.ts', line: 'this.http.post(' },
  },
  {
    title: 'policies that retry and time, and break nothing',
    in: 'nest',
    edits: {
      'libs/platform/src/guarded.ts':
        "import { handleAll, retry, timeout, TimeoutStrategy, wrap } from 'cockatiel';\n\nexport const guarded = wrap(retry(handleAll, { maxAttempts: 1 }), timeout(900, TimeoutStrategy.Aggressive));\n",
    },
    at: { file: 'apps/bookings/src/rooms.ts', line: 'this.rooms.findRoom(' },
  },
  {
    title: 'a shared client without its breaker',
    in: 'express',
    edits: {
      'packages/platform/src/client.ts': [["breaker.fire({ method: 'GET', url })", 'http.get(url)']],
    },
    at: { file: 'packages/platform/src/client.ts', line: 'http.get(url)' },
  },
  {
    title: 'a call past the shared client',
    in: 'express',
    edits: {
      'services/shipping/src/tariffs.ts': [
        ["import { clientFor } from '@parcels/platform/client';", "import axios from 'axios';"],
        ['const tariffs = clientFor(process.env.TARIFFS_URL, 500);\n', ''],
        [
          'tariffs.get(`/v1/prices/${weight}`)',
          'axios.get(`${process.env.TARIFFS_URL}/v1/prices/${weight}`, { timeout: 400 })',
        ],
      ],
    },
    at: { file: 'services/shipping/src/tariffs.ts', line: 'axios.get(' },
  },
  {
    title: 'fetch beside the chassis',
    in: 'generated',
    edits: {
      'services/shipping/adapters/rpc/shipping-service.ts': [
        [
          '      const parcel = await atomically((stores) => getParcel(stores, id));',
          '      await fetch(`${process.env.ORDERS_URL}/v1/orders/${id}`, { signal: AbortSignal.timeout(500) });\n      const parcel = await atomically((stores) => getParcel(stores, id));',
        ],
      ],
    },
    at: { file: 'services/shipping/adapters/rpc/shipping-service.ts', line: 'await fetch(' },
  },
] satisfies readonly Fault[];
