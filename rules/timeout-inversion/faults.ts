import type { Fault } from '../../src/lint/kit.ts';

export default [
  {
    title: 'an inner client that waits longer than the outer one',
    in: 'express',
    edits: { 'services/shipping/src/tariffs.ts': [['500)', '4_000)']] },
    at: { file: 'services/shipping/src/tariffs.ts', line: 'tariffs.get(' },
  },
  {
    title: 'an outer client that gives up early',
    in: 'express',
    edits: { 'services/api/src/clients.ts': [['1_500', '300']] },
    at: { file: 'services/api/src/book-parcel.ts', line: 'shipping.post(' },
  },
  {
    title: 'a module of the gateway that waits less than the service behind it',
    in: 'nest',
    edits: { 'apps/gateway/src/app.module.ts': [['timeout: 1_500', 'timeout: 500']] },
    at: { file: 'apps/gateway/src/bookings.controller.ts', line: 'this.http.post(' },
  },
  {
    title: 'a deadline of a remote procedure call that outlives the request',
    in: 'nest',
    edits: { 'apps/bookings/src/rooms.ts': [['Date.now() + 800', 'Date.now() + 5_000']] },
    at: { file: 'apps/bookings/src/rooms.ts', line: 'this.rooms.findRoom(' },
  },
  {
    title: 'a mesh that ends the outer call early',
    in: 'nest',
    edits: {
      'deploy/timeouts.yaml': `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: bookings }
spec:
  hosts: [bookings]
  http:
    - timeout: 500ms
      route:
        - destination: { host: bookings }
`,
    },
    at: { file: 'deploy/timeouts.yaml', line: 'timeout: 500ms' },
  },
] satisfies readonly Fault[];
