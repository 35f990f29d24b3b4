import type { Fault } from '../../src/lint/kit.ts';

const cmd = 'CMD ["node", "--import", "@parcels/platform/telemetry", ';
const nestCmd = 'CMD ["node", "--require", "./dist/libs/platform/telemetry.js", ';

export default [
  {
    title: 'a gateway that no longer loads the instrumentation',
    in: 'express',
    edits: { 'services/api/Dockerfile': [[cmd, 'CMD ["node", ']] },
    at: { file: 'packages/platform/src/client.ts', line: 'http.request(config)' },
  },
  {
    title: 'a publisher that no longer loads the instrumentation',
    in: 'express',
    edits: { 'services/shipping/Dockerfile': [[cmd, 'CMD ["node", ']] },
    at: { file: 'services/shipping/src/relay.ts', line: '.publish(' },
  },
  {
    title: 'a caller that no longer loads the instrumentation',
    in: 'nest',
    edits: { 'apps/gateway/Dockerfile': [[nestCmd, 'CMD ["node", ']] },
    at: { file: 'apps/gateway/src/bookings.controller.ts', line: 'this.http' },
  },
  {
    title: 'a relay that no longer loads the instrumentation',
    in: 'nest',
    edits: { 'apps/bookings/Dockerfile': [[nestCmd, 'CMD ["node", ']] },
    at: { file: 'apps/bookings/src/outbox-relay.ts', line: 'this.producer.send' },
  },
  {
    title: 'a service beside the chassis that asks another',
    in: 'generated',
    edits: {
      'compose.yaml': [
        [
          '\nvolumes:\n  postgres:',
          '\n  reports:\n    build: services/reports\n    environment:\n      DAILY_URL: http://daily:8080\n  daily:\n    build: services/daily\n\nvolumes:\n  postgres:',
        ],
      ],
      'services/reports/package.json':
        '{ "name": "@shop/reports", "private": true, "scripts": { "start": "node main.ts" }, "dependencies": { "express": "5.1.0" } }',
      'services/reports/main.ts':
        "import express from 'express';\n\nconst app = express();\napp.get('/v1/reports', async (_, response) => {\n  const daily = await fetch(`${process.env.DAILY_URL}/v1/daily`);\n  response.json(await daily.json());\n});\napp.listen(8080);\n",
      'services/daily/package.json':
        '{ "name": "@shop/daily", "private": true, "scripts": { "start": "node main.ts" }, "dependencies": { "express": "5.1.0" } }',
      'services/daily/main.ts':
        "import express from 'express';\n\nconst app = express();\napp.get('/v1/daily', (_, response) => response.json([]));\napp.listen(8080);\n",
    },
    at: { file: 'services/reports/main.ts', line: '/v1/daily`)' },
  },
] satisfies readonly Fault[];
