import type { Fault } from '../../src/lint/kit.ts';

const command = '    build: { context: ., dockerfile: services/tariffs/Dockerfile }\n';
const tariffs = (line: string): Fault['edits'] => ({
  'compose.yaml': [[command, `${command}    command: ${line}\n`]],
  'services/tariffs/src/main.ts': [['serve(app, () => pool.end());', 'app.listen(8080);']],
  'services/tariffs/src/rates.ts':
    "import express from 'express';\n\nconst app = express();\napp.get('/v1/rates', (_, response) => response.json([]));\napp.listen(8081);\n",
});

export default [
  {
    title: 'a second server in the background',
    in: 'express',
    edits: tariffs('sh -c "node services/tariffs/src/rates.ts & node services/tariffs/src/main.ts"'),
    at: { file: 'compose.yaml', line: 'tariffs:' },
  },
  {
    title: 'two servers through concurrently',
    in: 'express',
    edits: tariffs('concurrently "node services/tariffs/src/rates.ts" "node services/tariffs/src/main.ts"'),
    at: { file: 'services/tariffs/src/rates.ts', line: 'app.listen(8081);' },
  },
  {
    title: 'two services in one image',
    in: 'nest',
    edits: {
      'apps/gateway/Dockerfile': [
        [
          'CMD ["node", "--require", "./dist/libs/platform/telemetry.js", "dist/apps/gateway/main.js"]',
          'CMD ["sh", "-c", "node dist/apps/bookings/main.js & node dist/apps/gateway/main.js"]',
        ],
      ],
    },
    at: { file: 'deploy/gateway.yaml', line: '- name: gateway' },
  },
  {
    title: 'two services under a process manager',
    in: 'nest',
    edits: {
      'apps/rooms/Dockerfile': [
        [
          'CMD ["node", "--require", "./dist/libs/platform/telemetry.js", "dist/apps/rooms/main.js"]',
          'CMD ["pm2-runtime", "ecosystem.config.js"]',
        ],
      ],
      'ecosystem.config.js':
        "module.exports = { apps: [{ name: 'rooms', script: 'dist/apps/rooms/main.js' }, { name: 'notices', script: 'dist/apps/notices/main.js' }] };\n",
    },
    at: { file: 'deploy/rooms.yaml', line: '- name: rooms' },
  },
  {
    title: 'a report server beside the service',
    in: 'generated',
    edits: {
      'compose.yaml': [
        [
          '\nvolumes:\n  postgres:',
          '\n  reports:\n    build: services/reports\n    command: sh -c "node daily.ts & node main.ts"\n\nvolumes:\n  postgres:',
        ],
      ],
      'services/reports/Dockerfile': 'FROM node:24.11\nCOPY . .\nUSER node\n',
      'services/reports/package.json':
        '{ "name": "@shop/reports", "private": true, "scripts": { "start": "node main.ts" }, "dependencies": { "express": "5.1.0" } }',
      'services/reports/main.ts': "import express from 'express';\n\nexpress().listen(8080);\n",
      'services/reports/daily.ts': "import express from 'express';\n\nexpress().listen(8081);\n",
    },
    at: { file: 'compose.yaml', line: 'reports:' },
  },
] satisfies readonly Fault[];
