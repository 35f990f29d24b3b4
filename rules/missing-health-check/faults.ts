import type { Fault } from '../../src/lint/kit.ts';

const probes = `          livenessProbe:
            httpGet: { path: /health/live, port: 3000 }
          readinessProbe:
            httpGet: { path: /health/ready, port: 3000 }
`;
const healthcheck = `    healthcheck:
      test: ["CMD", "node", "-e", "fetch('http://localhost:8080/health').then((r) => process.exit(r.ok ? 0 : 1))"]
      interval: 10s
      timeout: 2s
`;

export default [
  {
    title: 'consumers of events without probes and without a health controller',
    in: 'nest',
    edits: {
      'deploy/notices.yaml': [[probes, '']],
      'apps/notices/src/app.module.ts': [[', HealthController],', '],']],
    },
    at: { file: 'deploy/notices.yaml', line: '- name: notices' },
  },
  {
    title: 'a service of calls without probes and without a health controller',
    in: 'nest',
    edits: {
      'deploy/rooms.yaml': [[probes, '']],
      'apps/rooms/src/app.module.ts': [[', HealthController],', '],']],
    },
    at: { file: 'deploy/rooms.yaml', line: '- name: rooms' },
  },
  {
    title: 'a server beside the helper, with nothing that asks it',
    in: 'express',
    edits: {
      'compose.yaml': [[`    depends_on: [tariffs-db]\n${healthcheck}`, '    depends_on: [tariffs-db]\n']],
      'services/tariffs/Dockerfile': [['HEALTHCHECK', '# HEALTHCHECK']],
      'services/tariffs/src/main.ts': [
        [
          'serve(app, () => pool.end());',
          "const server = app.listen(8080);\nprocess.on('SIGTERM', () => server.close());",
        ],
        ["import { serve } from '@parcels/platform/serve';\n", ''],
      ],
    },
    at: { file: 'compose.yaml', line: 'tariffs:' },
  },
  {
    title: 'a worker in another language',
    in: 'express',
    edits: {
      'compose.yaml': [['  shipping-db:\n', '  labels:\n    build: services/labels\n\n  shipping-db:\n']],
      'services/labels/Dockerfile': 'FROM python:3.13-slim\nCOPY . .\nUSER nobody\nCMD ["python", "worker.py"]\n',
      'services/labels/worker.py': 'import pika\n\npika.BlockingConnection().channel().start_consuming()\n',
    },
    at: { file: 'compose.yaml', line: 'labels:' },
  },
  {
    title: 'a service beside the chassis',
    in: 'generated',
    edits: {
      'compose.yaml': [
        ['\nvolumes:\n  postgres:', '\n  reports:\n    build: services/reports\n\nvolumes:\n  postgres:'],
      ],
      'services/reports/package.json':
        '{ "name": "@shop/reports", "private": true, "scripts": { "start": "node main.ts" }, "dependencies": { "express": "5.1.0" } }',
      'services/reports/main.ts':
        "import express from 'express';\n\nconst app = express();\napp.get('/v1/reports', (_, response) => response.json([]));\napp.listen(8080);\n",
    },
    at: { file: 'compose.yaml', line: 'reports:' },
  },
] satisfies readonly Fault[];
