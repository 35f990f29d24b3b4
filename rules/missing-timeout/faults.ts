import type { Fault } from '../../src/lint/kit.ts';

export default [
  {
    title: 'an HttpService whose module gives no timeout',
    in: 'nest',
    edits: {
      'apps/gateway/src/app.module.ts': [[', timeout: 1_500 }', ' }']],
    },
    at: { file: 'apps/gateway/src/bookings.controller.ts', line: 'this.http.post(' },
  },
  {
    title: 'a remote procedure call of the gateway without a deadline',
    in: 'nest',
    edits: {
      'apps/gateway/src/rooms.controller.ts': [[', new Metadata(), { deadline: Date.now() + 800 }', '']],
    },
    at: { file: 'apps/gateway/src/rooms.controller.ts', line: 'this.rooms.findRoom(' },
  },
  {
    title: 'a remote procedure call behind a port without a deadline',
    in: 'nest',
    edits: {
      'apps/bookings/src/rooms.ts': [[', new Metadata(), { deadline: Date.now() + 800 }', ', new Metadata()']],
    },
    at: { file: 'apps/bookings/src/rooms.ts', line: 'this.rooms.findRoom(' },
  },
  {
    title: 'a shared client and its breaker that both wait for ever',
    in: 'express',
    edits: {
      'packages/platform/src/client.ts': [
        ['{ baseURL, timeout: waits }', '{ baseURL }'],
        ['    timeout: waits + 100,', '    timeout: false,'],
      ],
    },
    at: { file: 'packages/platform/src/client.ts', line: 'http.request(config)' },
  },
  {
    title: 'a call past the shared client',
    in: 'express',
    edits: {
      'services/shipping/src/tariffs.ts': [
        ["import { clientFor } from '@parcels/platform/client';", "import axios from 'axios';"],
        ['const tariffs = clientFor(process.env.TARIFFS_URL, 500);\n', ''],
        ['tariffs.get(`/v1', 'axios.get(`${process.env.TARIFFS_URL}/v1'],
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
          '      await fetch(`${process.env.ORDERS_URL}/v1/orders/${id}`);\n      const parcel = await atomically((stores) => getParcel(stores, id));',
        ],
      ],
    },
    at: { file: 'services/shipping/adapters/rpc/shipping-service.ts', line: 'await fetch(' },
  },
] satisfies readonly Fault[];
