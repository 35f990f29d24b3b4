import type { Fault } from '../../src/lint/kit.ts';

const versioned = "  app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });\n";

export default [
  {
    title: 'a Nest application that lost its versions',
    in: 'nest',
    edits: { 'apps/bookings/src/main.ts': [[versioned, '']] },
    at: { file: 'apps/bookings/src/bookings.controller.ts', line: '@Post()' },
  },
  {
    title: 'a gateway of Nest with a prefix that is no version',
    in: 'nest',
    edits: { 'apps/gateway/src/main.ts': [[versioned, "  app.setGlobalPrefix('api');\n"]] },
    at: { file: 'apps/gateway/src/bookings.controller.ts', line: '@Post()' },
  },
  {
    title: 'a package of gRPC that lost its version',
    in: 'nest',
    edits: { 'libs/contracts/proto/rooms/v1/rooms.proto': [['package rooms.v1;', 'package rooms;']] },
    at: { file: 'libs/contracts/proto/rooms/v1/rooms.proto', line: 'service Rooms {' },
  },
  {
    title: 'a contract of Connect without a version',
    in: 'generated',
    edits: { 'contracts/orders/v1/orders.proto': [['package orders.v1;', 'package orders;']] },
    at: { file: 'contracts/orders/v1/orders.proto', line: 'service OrdersService {' },
  },
  {
    title: 'routes of Express without a version',
    in: 'express',
    edits: {
      'services/api/src/main.ts': [
        ["app.post('/v1/parcels', bookParcel)", "app.post('/parcels', bookParcel)"],
        ["app.get('/v1/parcels/:id', showParcel)", "app.get('/parcels/:id', showParcel)"],
      ],
    },
    at: { file: 'services/api/src/main.ts', line: "app.post('/parcels', bookParcel)" },
  },
  {
    title: 'a service between services without a version',
    in: 'express',
    edits: {
      'services/tariffs/src/main.ts': [["app.get('/v1/prices/:weight'", "app.get('/prices/:weight'"]],
      'services/shipping/src/tariffs.ts': [['/v1/prices/', '/prices/']],
    },
    at: { file: 'services/tariffs/src/main.ts', line: "app.get('/prices/:weight'" },
  },
] satisfies readonly Fault[];
