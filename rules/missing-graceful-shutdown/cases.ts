import type { Case } from '../../src/lint/kit.ts';

const manifest = (libraries: string): string =>
  `{ "name": "orders", "scripts": { "start": "node src/main.js" }, "dependencies": { ${libraries} } }`;
const compose = `services:
  orders:
    build: services/orders
`;
const express = (more: string): Readonly<Record<string, string>> => ({
  'compose.yaml': compose,
  'services/orders/package.json': manifest('"express": "5.0.0"'),
  'services/orders/src/main.js': `import express from 'express';

const app = express();
app.get('/orders', (req, res) => res.json([]));
const server = app.listen(8080);
${more}`,
});
const nest = (more: string): Readonly<Record<string, string>> => ({
  'compose.yaml': compose,
  'services/orders/package.json': manifest('"@nestjs/core": "11.0.0"'),
  'services/orders/src/main.ts': `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
${more}  await app.listen(3000);
}
void bootstrap();
`,
  'services/orders/src/app.module.ts': `import { Module } from '@nestjs/common';

@Module({})
export class AppModule {}
`,
});
const unheard = (at: string) =>
  [{ severity: 'warning', message: 'orders does not hear SIGTERM: what it is doing is cut off', at }] as const;

const shared = (call: string): Readonly<Record<string, string>> => ({
  ...express(''),
  'services/orders/src/main.js': `import express from 'express';
import { stopWell } from '../../../common/stop.js';

const app = express();
const server = app.listen(8080);
${call}
`,
  'common/stop.js': `export function stopWell(server) {
  process.on('SIGTERM', () => server.close());
}
`,
});

export default [
  {
    title: 'a server that hears no signal',
    page: true,
    files: express(''),
    findings: unheard('services/orders/src/main.js:5'),
  },
  {
    title: 'a Nest application without shutdown hooks',
    page: true,
    files: nest(''),
    findings: unheard('services/orders/src/main.ts:5'),
  },
  {
    title: 'a server that only hears Ctrl-C',
    files: express("process.on('SIGINT', () => server.close());\n"),
    findings: [
      {
        severity: 'warning',
        message: 'orders hears SIGINT but not SIGTERM, which is what platforms send',
        at: 'services/orders/src/main.js:5',
      },
    ],
  },
  {
    title: 'a consumer without a server',
    files: {
      'compose.yaml': compose,
      'services/orders/package.json': manifest('"amqplib": "0.10.0"'),
      'services/orders/src/main.js': `import amqp from 'amqplib';

const connection = await amqp.connect('amqp://broker');
const channel = await connection.createChannel();
await channel.consume('orders', (message) => channel.ack(message));
`,
    },
    findings: unheard('services/orders/src/main.js:5'),
  },
  {
    title: 'a helper that would handle it, which nobody calls',
    files: shared(''),
    findings: unheard('services/orders/src/main.js:5'),
  },
  { title: 'a helper that handles it, called', files: shared('stopWell(server);'), findings: [] },
  {
    title: 'a server that drains on SIGTERM',
    page: true,
    files: express("process.on('SIGTERM', () => server.close(() => process.exit(0)));\n"),
    findings: [],
  },
  {
    title: 'several signals in a loop',
    files: express("for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close());\n"),
    findings: [],
  },
  { title: 'shutdown hooks', page: true, files: nest('  app.enableShutdownHooks();\n'), findings: [] },
  {
    title: 'a library that does it',
    files: {
      ...express(''),
      'services/orders/src/main.js': `import express from 'express';
import { createTerminus } from '@godaddy/terminus';

const server = express().listen(8080);
createTerminus(server, { signal: 'SIGTERM' });
`,
    },
    findings: [],
  },
  {
    title: 'a front end',
    files: {
      'compose.yaml': 'services:\n  web:\n    build: web\n',
      'web/package.json':
        '{ "name": "web", "scripts": { "start": "next start" }, "dependencies": { "next": "16.0.0", "react": "19.0.0" } }',
      'web/server.js': "import { createServer } from 'node:http';\ncreateServer().listen(3000);\n",
    },
    findings: [],
  },
  {
    title: 'a job that ends by itself',
    files: {
      ...express(''),
      'compose.yaml': '',
      'k8s/orders.yaml': `apiVersion: batch/v1
kind: CronJob
metadata: { name: orders }
spec:
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - { name: orders, image: shop/orders:1.0 }
`,
    },
    findings: [],
  },
] satisfies readonly Case[];
