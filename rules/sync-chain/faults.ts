import type { Fault } from '../../src/lint/kit.ts';

const onwards = (variable: string, address: string): readonly (readonly [string, string])[] => [
  ['      DATABASE_URL: postgres://tariffs:', `      ${variable}: ${address}\n      DATABASE_URL: postgres://tariffs:`],
];
const asks = (call: string): readonly (readonly [string, string])[] => [
  ['  response.json({ price', `  ${call};\n  response.json({ price`],
];

export default [
  {
    title: 'a third hop behind the tariffs',
    in: 'express',
    edits: {
      'compose.yaml': onwards('TRACKING_URL', 'http://tracking:8080'),
      'services/tariffs/src/main.ts': asks('await fetch(`${process.env.TRACKING_URL}/v1/parcels/1`)'),
    },
    at: { file: 'services/tariffs/src/main.ts', line: 'TRACKING_URL' },
  },
  {
    title: 'a third hop through the shared client',
    in: 'express',
    edits: {
      'compose.yaml': onwards('TRACKING_URL', 'http://tracking:8080'),
      'services/tariffs/src/main.ts': [
        ...asks("await tracking.get('/v1/parcels/1')"),
        ['import { serve }', "import { clientFor } from '@parcels/platform/client';\nimport { serve }"],
        [
          'const app = express();',
          'const tracking = clientFor(process.env.TRACKING_URL, 200);\nconst app = express();',
        ],
      ],
    },
    at: { file: 'services/shipping/src/tariffs.ts', line: 'tariffs.get(' },
  },
  {
    title: 'a new service at the end',
    in: 'express',
    edits: {
      'services/taxes/package.json':
        '{ "name": "@parcels/taxes", "private": true, "type": "module", "scripts": { "start": "node src/main.ts" }, "dependencies": { "express": "5.1.0" } }\n',
      'services/taxes/src/main.ts':
        "import express from 'express';\n\nconst app = express();\napp.get('/v1/rate', (_request, response) => response.json(19));\napp.listen(8080);\n",
      'compose.yaml': [
        ...onwards('TAXES_URL', 'http://taxes:8080'),
        ['  shipping-db:\n    image', '  taxes:\n    build: services/taxes\n\n  shipping-db:\n    image'],
      ],
      'services/tariffs/src/main.ts': asks('await fetch(`${process.env.TAXES_URL}/v1/rate`)'),
    },
    at: { file: 'services/taxes/src/main.ts', line: "app.get('/v1/rate'" },
  },
  {
    title: 'a third hop behind an RPC',
    in: 'nest',
    edits: {
      'apps/prices/package.json':
        '{ "name": "prices", "private": true, "scripts": { "start": "node src/main.ts" }, "dependencies": { "express": "5.1.0" } }\n',
      'apps/prices/src/main.ts':
        "import express from 'express';\n\nconst app = express();\napp.get('/v1/prices', (_request, response) => response.json(19));\napp.listen(8080);\n",
      'compose.yaml': 'services:\n  prices:\n    build: apps/prices\n',
      'deploy/rooms.yaml': [
        [
          '            - name: DATABASE_URL',
          '            - name: PRICES_URL\n              value: http://prices:8080\n            - name: DATABASE_URL',
        ],
      ],
      'apps/rooms/src/rooms.controller.ts': [
        ['    const room = await', '    await fetch(`${process.env.PRICES_URL}/v1/prices`);\n    const room = await'],
      ],
    },
    at: { file: 'apps/rooms/src/rooms.controller.ts', line: 'PRICES_URL' },
  },
  {
    title: 'the same, seen at the door',
    in: 'nest',
    edits: {
      'apps/prices/package.json':
        '{ "name": "prices", "private": true, "scripts": { "start": "node src/main.ts" }, "dependencies": { "express": "5.1.0" } }\n',
      'apps/prices/src/main.ts':
        "import express from 'express';\n\nconst app = express();\napp.get('/v1/prices/:id', (_request, response) => response.json(19));\napp.listen(8080);\n",
      'compose.yaml': 'services:\n  prices:\n    build: apps/prices\n',
      'deploy/rooms.yaml': [
        [
          '            - name: DATABASE_URL',
          '            - name: PRICES_URL\n              value: http://prices:8080\n            - name: DATABASE_URL',
        ],
      ],
      'apps/rooms/src/rooms.controller.ts': [
        [
          '    const room = await',
          '    await fetch(`${process.env.PRICES_URL}/v1/prices/${roomId}`);\n    const room = await',
        ],
      ],
    },
    at: { file: 'apps/gateway/src/bookings.controller.ts', line: "this.http.post('/v1/bookings'" },
  },
] satisfies readonly Fault[];
