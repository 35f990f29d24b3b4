import type { Fault } from '../../src/lint/kit.ts';

export default [
  {
    title: 'a tariff that asks shipping what it asks a tariff for',
    in: 'express',
    edits: {
      'compose.yaml': [
        [
          'DATABASE_URL: postgres://tariffs:',
          'SHIPPING_URL: http://shipping:8080\n      DATABASE_URL: postgres://tariffs:',
        ],
      ],
      'services/tariffs/src/main.ts': [
        [
          'const app = express();',
          'const shipping = axios.create({ baseURL: process.env.SHIPPING_URL });\nconst app = express();',
        ],
        ["import express from 'express';", "import axios from 'axios';\nimport express from 'express';"],
        ['  response.json(', "  await shipping.get('/v1/parcels/open');\n  response.json("],
      ],
    },
    at: { file: 'services/tariffs/src/main.ts', line: "shipping.get('/v1/parcels/open')" },
  },
  {
    title: 'a tracking that books the parcel it is asked for',
    in: 'express',
    edits: {
      'compose.yaml': [
        ['      MONGO_URL: mongodb', '      SHIPPING_URL: http://shipping:8080\n      MONGO_URL: mongodb'],
        ['      TARIFFS_URL:', '      TRACKING_URL: http://tracking:8080\n      TARIFFS_URL:'],
      ],
      'services/tracking/src/main.ts': [
        [
          'const parcel = await Parcel.findById(request.params.id);',
          "const parcel = await Parcel.findById(request.params.id);\n  await fetch(`${process.env.SHIPPING_URL}/v1/parcels`, { method: 'POST' });",
        ],
      ],
      'services/shipping/src/tariffs.ts': [
        ['  return data.price;', '  await fetch(`${process.env.TRACKING_URL}/v1/parcels/1`);\n  return data.price;'],
      ],
    },
    at: { file: 'services/tracking/src/main.ts', line: 'SHIPPING_URL' },
  },
  {
    title: 'a circle over three services',
    in: 'express',
    edits: {
      'compose.yaml': [
        [
          '      DATABASE_URL: postgres://tariffs:',
          '      TRACKING_URL: http://tracking:8080\n      DATABASE_URL: postgres://tariffs:',
        ],
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
    at: { file: 'services/shipping/src/tariffs.ts', line: 'tariffs.get(' },
  },
  {
    title: 'rooms that ask the bookings which ask for rooms',
    in: 'nest',
    edits: {
      'deploy/rooms.yaml': [
        [
          '            - name: DATABASE_URL',
          '            - name: BOOKINGS_URL\n              value: http://bookings\n            - name: DATABASE_URL',
        ],
      ],
      'apps/rooms/src/rooms.controller.ts': [
        [
          '    const room = await',
          "    await fetch(`${process.env.BOOKINGS_URL}/v1/bookings`, { method: 'POST' });\n    const room = await",
        ],
      ],
    },
    at: { file: 'apps/rooms/src/rooms.controller.ts', line: 'BOOKINGS_URL' },
  },
  {
    title: 'a service that asks the gateway before it',
    in: 'nest',
    edits: {
      'deploy/bookings.yaml': [
        [
          '            - name: ROOMS_ADDRESS',
          '            - name: GATEWAY_URL\n              value: http://gateway\n            - name: ROOMS_ADDRESS',
        ],
      ],
      'apps/bookings/src/bookings.service.ts': [
        [
          '    if (!room) return undefined;',
          '    if (!room) return undefined;\n    await fetch(`${process.env.GATEWAY_URL}/v1/rooms/1`);',
        ],
      ],
    },
    at: { file: 'apps/bookings/src/bookings.service.ts', line: 'GATEWAY_URL' },
  },
] satisfies readonly Fault[];
