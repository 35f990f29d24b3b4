import type { Fault } from '../../src/lint/kit.ts';

export default [
  {
    title: 'the name of a container in place of a variable',
    in: 'express',
    edits: { 'services/shipping/src/tariffs.ts': [['process.env.TARIFFS_URL', "'http://tariffs:8080'"]] },
    at: { file: 'services/shipping/src/tariffs.ts', line: 'http://tariffs:8080' },
  },
  {
    title: 'an address in a constant beside others that are set',
    in: 'express',
    edits: {
      'services/api/src/clients.ts': [
        [
          'export const shipping = clientFor(process.env.SHIPPING_URL',
          "const host = 'http://shipping:8080';\nexport const shipping = clientFor(host",
        ],
      ],
    },
    at: { file: 'services/api/src/clients.ts', line: 'const host' },
  },
  {
    title: 'a default that is right on one network',
    in: 'express',
    edits: {
      'services/api/src/clients.ts': [
        ['process.env.TRACKING_URL', "process.env.TRACKING_URL ?? 'http://tracking:8080'"],
      ],
    },
    at: { file: 'services/api/src/clients.ts', line: "?? 'http://tracking:8080'" },
  },
  {
    title: 'the base address of an HttpService',
    in: 'nest',
    edits: { 'apps/gateway/src/app.module.ts': [['process.env.BOOKINGS_URL', "'http://bookings'"]] },
    at: { file: 'apps/gateway/src/app.module.ts', line: "baseURL: 'http://bookings'" },
  },
  {
    title: 'the address of a client for remote procedure calls',
    in: 'nest',
    edits: { 'apps/bookings/src/app.module.ts': [['process.env.ROOMS_ADDRESS', "'rooms:50051'"]] },
    at: { file: 'apps/bookings/src/app.module.ts', line: "url: 'rooms:50051'" },
  },
  {
    title: 'fetch of another service beside the chassis',
    in: 'generated',
    edits: {
      'services/shipping/adapters/rpc/shipping-service.ts': [
        [
          '      const parcel = await atomically((stores) => getParcel(stores, id));',
          '      await fetch(`http://orders:8080/v1/orders/${id}`);\n      const parcel = await atomically((stores) => getParcel(stores, id));',
        ],
      ],
    },
    at: { file: 'services/shipping/adapters/rpc/shipping-service.ts', line: 'http://orders:8080' },
  },
] satisfies readonly Fault[];
