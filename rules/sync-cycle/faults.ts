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
] satisfies readonly Fault[];
