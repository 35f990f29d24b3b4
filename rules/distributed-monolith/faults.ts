import type { Fault } from '../../src/lint/kit.ts';

const tariffs = 'postgres://tariffs:${TARIFFS_PASSWORD}@tariffs-db:5432/tariffs';
const shipping = 'postgres://shipping:${SHIPPING_PASSWORD}@shipping-db:5432/shipping';
const asksShipping = (database: string, from = tariffs): readonly (readonly [string, string])[] => [
  [`      DATABASE_URL: ${from}`, `      SHIPPING_URL: http://shipping:8080\n      DATABASE_URL: ${database}`],
];
const asking = (call: string): readonly (readonly [string, string])[] => [
  [
    'const app = express();',
    'const shipping = axios.create({ baseURL: process.env.SHIPPING_URL });\nconst app = express();',
  ],
  ["import express from 'express';", "import axios from 'axios';\nimport express from 'express';"],
  ['  response.json(', `  ${call};\n  response.json(`],
];
const asksBookings = (call: string): readonly (readonly [string, string])[] => [
  ['    const room = await', `    ${call};\n    const room = await`],
];
const withBookings = (key: string): readonly (readonly [string, string])[] => [
  ['name: rooms-db, key: url', `name: ${key}, key: url`],
  [
    '            - name: DATABASE_URL',
    '            - name: BOOKINGS_URL\n              value: http://bookings\n            - name: DATABASE_URL',
  ],
];

export default [
  {
    title: 'services that ask each other and open one database',
    in: 'express',
    edits: {
      'compose.yaml': asksShipping(shipping),
      'services/tariffs/src/main.ts': asking("await shipping.get('/v1/parcels')"),
    },
    at: { file: 'services/tariffs/src/main.ts', line: "shipping.get('/v1/parcels')" },
  },
  {
    title: 'the same with users of their own in it',
    in: 'express',
    edits: {
      'compose.yaml': asksShipping('postgres://tariffs:${TARIFFS_PASSWORD}@shipping-db/shipping'),
      'services/tariffs/src/main.ts': asking("await shipping.post('/v1/parcels', {})"),
    },
    at: { file: 'services/shipping/src/tariffs.ts', line: 'tariffs.get(' },
  },
  {
    title: 'a circle of three, of which two share a database',
    in: 'express',
    edits: {
      'compose.yaml': [
        [`      DATABASE_URL: ${tariffs}`, `      TRACKING_URL: http://tracking:8080\n      DATABASE_URL: ${shipping}`],
        ['      MONGO_URL: mongodb', '      SHIPPING_URL: http://shipping:8080\n      MONGO_URL: mongodb'],
      ],
      'services/tariffs/src/main.ts': [
        ['  response.json(', '  await fetch(`${process.env.TRACKING_URL}/v1/parcels/1`);\n  response.json('],
      ],
      'services/tracking/src/main.ts': [
        [
          'const parcel = await Parcel.findById(request.params.id);',
          "const parcel = await Parcel.findById(request.params.id);\n  await fetch(`${process.env.SHIPPING_URL}/v1/parcels`, { method: 'POST' });",
        ],
      ],
    },
    at: { file: 'services/tracking/src/main.ts', line: 'SHIPPING_URL}/v1/parcels' },
  },
  {
    title: 'Nest applications that ask each other and share a secret',
    in: 'nest',
    edits: {
      'deploy/rooms.yaml': withBookings('bookings-db'),
      'apps/rooms/src/rooms.controller.ts': asksBookings(
        "await fetch(`${process.env.BOOKINGS_URL}/v1/bookings`, { method: 'POST' })",
      ),
    },
    at: { file: 'apps/rooms/src/rooms.controller.ts', line: 'BOOKINGS_URL' },
  },
  {
    title: 'the same, seen from the application that books',
    in: 'nest',
    edits: {
      'deploy/rooms.yaml': withBookings('bookings-db'),
      'apps/rooms/src/rooms.controller.ts': asksBookings(
        'await axios.post(`${process.env.BOOKINGS_URL}/v1/bookings`)',
      ).concat([['import { Controller }', "import axios from 'axios';\nimport { Controller }"]]),
    },
    at: { file: 'apps/bookings/src/rooms.ts', line: 'this.rooms.findRoom(' },
  },
] satisfies readonly Fault[];
