import type { Fault } from '../../src/lint/kit.ts';

const manifest = (name: string): string =>
  `{ "name": "${name}", "private": true, "type": "module", "scripts": { "start": "node src/main.ts" }, "dependencies": { "express": "5.1.0" } }\n`;
const server = (...routes: readonly string[]): string => `import express from 'express';

const app = express();
${routes.map((route) => `app.get('${route}', (_request, response) => response.json({ value: 19 }));`).join('\n')}
app.get('/health', (_request, response) => response.json({}));
app.listen(8080);
`;
const block = (name: string): string => `  ${name}:\n    build: services/${name}\n\n`;

export default [
  {
    title: 'a service of which only the answer is left',
    in: 'express',
    edits: { 'services/tariffs/src/main.ts': server('/v1/prices/:weight') },
    at: { file: 'services/tariffs/src/main.ts', line: "app.get('/v1/prices/:weight'" },
  },
  {
    title: 'one operation for a service that reads over HTTP',
    in: 'express',
    edits: {
      'services/labels/package.json': manifest('@parcels/labels'),
      'services/labels/src/main.ts': server('/v1/labels/:id'),
      'compose.yaml': [
        ['  shipping-db:\n    image', `${block('labels')}  shipping-db:\n    image`],
        ['      MONGO_URL:', '      LABELS_URL: http://labels:8080\n      MONGO_URL:'],
      ],
      'services/tracking/src/main.ts': [
        [
          'const parcel = await Parcel.findById(request.params.id);',
          'const parcel = await Parcel.findById(request.params.id);\n  await fetch(`${process.env.LABELS_URL}/v1/labels/${request.params.id}`);',
        ],
      ],
    },
    at: { file: 'services/labels/src/main.ts', line: "app.get('/v1/labels/:id'" },
  },
  {
    title: 'two operations for one caller',
    in: 'express',
    edits: {
      'services/labels/package.json': manifest('@parcels/labels'),
      'services/labels/src/main.ts': server('/v1/labels/:id', '/v1/sizes/:id'),
      'compose.yaml': [
        ['  shipping-db:\n    image', `${block('labels')}  shipping-db:\n    image`],
        ['      TARIFFS_URL:', '      LABELS_URL: http://labels:8080\n      TARIFFS_URL:'],
      ],
      'services/shipping/src/tariffs.ts': [
        [
          'export async function priceOf',
          'const labels = clientFor(process.env.LABELS_URL, 500);\n\nexport async function priceOf',
        ],
        ['  return data.price;', '  await labels.get(`/v1/labels/${weight}`);\n  return data.price;'],
      ],
    },
    at: { file: 'services/shipping/src/tariffs.ts', line: 'labels.get(' },
  },
  {
    title: 'a calculation behind a network for a Nest application',
    in: 'nest',
    edits: {
      'apps/taxes/package.json': manifest('taxes'),
      'apps/taxes/src/main.ts': server('/v1/rate'),
      'compose.yaml': 'services:\n  taxes:\n    build: apps/taxes\n',
      'deploy/bookings.yaml': [
        [
          '            - name: ROOMS_ADDRESS',
          '            - name: TAXES_URL\n              value: http://taxes:8080\n            - name: ROOMS_ADDRESS',
        ],
      ],
      'apps/bookings/src/bookings.service.ts': [
        [
          '    if (!room) return undefined;',
          '    if (!room) return undefined;\n    await fetch(`${process.env.TAXES_URL}/v1/rate`);',
        ],
      ],
    },
    at: { file: 'apps/taxes/src/main.ts', line: "app.get('/v1/rate'" },
  },
  {
    title: 'a calculation behind a network for a generated service',
    in: 'generated',
    edits: {
      'services/taxes/package.json': manifest('@shop/taxes'),
      'services/taxes/src/main.ts': server('/v1/rate'),
      'compose.yaml': [
        ['volumes:\n  postgres:\n', 'volumes:\n  postgres:\n  unused:\n'],
        ['  payments:\n    image:', '  taxes:\n    build: services/taxes\n\n  payments:\n    image:'],
        ['      PAYMENTS_DATABASE_URL:', '      TAXES_URL: http://taxes:8080\n      PAYMENTS_DATABASE_URL:'],
      ],
      'services/payments/application/capture-payment.ts': [
        [
          'import type { Stores }',
          'export const rate = () => fetch(`${process.env.TAXES_URL}/v1/rate`);\n\nimport type { Stores }',
        ],
      ],
    },
    at: { file: 'services/payments/application/capture-payment.ts', line: '/v1/rate' },
  },
] satisfies readonly Fault[];
