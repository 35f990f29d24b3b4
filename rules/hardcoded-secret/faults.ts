import type { Fault } from '../../src/lint/kit.ts';

const random = ['Zt4vQ9', 'mXw2Lk', '8RbN7p', 'Yc3HsD'].join('');

export default [
  {
    title: 'a broker whose address holds its password',
    in: 'express',
    edits: {
      'compose.yaml': [
        [
          '      RABBIT_URL: amqp://rabbit\n      TARIFFS_URL',
          '      RABBIT_URL: amqps://parcels:Vt7qLw2Zp9@rabbit.parcels.io\n      TARIFFS_URL',
        ],
      ],
    },
    at: { file: 'compose.yaml', line: 'amqps://parcels:' },
  },
  {
    title: 'the default of an address in code',
    in: 'express',
    edits: {
      'services/tracking/src/follow-parcels.ts': [["'amqp://localhost'", "'amqp://parcels:Vt7qLw2Zp9@mq.parcels.io'"]],
    },
    at: { file: 'services/tracking/src/follow-parcels.ts', line: 'mq.parcels.io' },
  },
  {
    title: 'a key in a module',
    in: 'nest',
    edits: {
      'apps/gateway/src/app.module.ts': [
        ['@Module({\n', `export const maps = { apiKey: '${random}' };\n\n@Module({\n`],
      ],
    },
    at: { file: 'apps/gateway/src/app.module.ts', line: 'export const maps' },
  },
  {
    title: 'a Secret beside its Deployment',
    in: 'nest',
    edits: {
      'deploy/rooms-db.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata:\n  name: rooms-db\nstringData:\n  url: postgres://rooms:Vt7qLw2Zp9@rooms-db:5432/rooms\n',
    },
    at: { file: 'deploy/rooms-db.yaml', line: 'url: postgres://rooms' },
  },
  {
    title: 'a token in a ConfigMap',
    in: 'generated',
    edits: {
      'platform/extra.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: extra\ndata:\n  PAYMENT_SECRET_KEY: ${random}\n`,
    },
    at: { file: 'platform/extra.yaml', line: 'PAYMENT_SECRET_KEY' },
  },
  {
    title: 'a variable of an image',
    in: 'generated',
    edits: { 'services/orders/Dockerfile': [['WORKDIR /app\n', `WORKDIR /app\nENV API_TOKEN=${random}\n`]] },
    at: { file: 'services/orders/Dockerfile', line: 'ENV API_TOKEN' },
  },
] satisfies readonly Fault[];
