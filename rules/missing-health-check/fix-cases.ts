import type { FixCase } from '../../src/scaffold/fix-kit.ts';
import { base, main, nest, nestMain } from './fix-nest-cases.ts';

const manifest = (container: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: orders }
spec:
  template:
    spec:
      containers:
        - name: orders
          image: shop/orders:1.0.0
${container}`;
const probes = (port: string): string => `          readinessProbe:
            httpGet:
              path: /health
              port: ${port}
          livenessProbe:
            httpGet:
              path: /health
              port: ${port}
`;
const listening = (words: string): string => `import express from 'express';

const app = express();
const server = app.listen(${words});
process.once('SIGTERM', () => server.close());
`;
const answering = (words: string): string =>
  listening(words).replace(
    'express();\n',
    "express();\napp.get('/health', (_request, response) => {\n  response.json({ status: 'ok' });\n});\n",
  );
const deployed = (title: string, words: string, container: string, port?: string): FixCase => ({
  title,
  files: { ...onKubernetes, [main]: listening(words), 'k8s/orders.yaml': manifest(container) },
  after: {
    [main]: answering(words),
    ...(port === undefined ? {} : { 'k8s/orders.yaml': manifest(`${container}${probes(port)}`) }),
  },
});
const onKubernetes = {
  'services/orders/package.json': base['services/orders/package.json'],
  'services/orders/Dockerfile': base['services/orders/Dockerfile'],
};

export default [
  deployed(
    'a container whose named port is listened on',
    '3000',
    '          ports:\n            - name: http\n              containerPort: 3000\n',
    'http',
  ),
  deployed(
    'a container that is told its port',
    'process.env.PORT ?? 3000',
    "          ports: [{ containerPort: 8080 }]\n          env: [{ name: PORT, value: '8080' }]\n",
    '8080',
  ),
  deployed(
    'a container whose port may be another, without probes',
    '3000',
    '          ports:\n            - containerPort: 9090\n',
  ),
  deployed(
    'a container with two ports, without probes',
    '3000',
    '          ports: [{ containerPort: 3000 }, { containerPort: 9090 }]\n',
  ),
  {
    title: 'an Express app, in front of its middleware',
    files: {
      ...base,
      [main]: `import express from 'express';

const app = express();
app.use(express.json());
app.post('/orders', (request, response) => {
  response.status(201).json(request.body);
});
const server = app.listen(3000);
process.once('SIGTERM', () => server.close());
`,
    },
    after: {
      [main]: `import express from 'express';

const app = express();
app.get('/health', (_request, response) => {
  response.json({ status: 'ok' });
});
app.use(express.json());
app.post('/orders', (request, response) => {
  response.status(201).json(request.body);
});
const server = app.listen(3000);
process.once('SIGTERM', () => server.close());
`,
    },
  },
  {
    title: 'a Fastify app without semicolons',
    files: {
      ...base,
      [main]: `import fastify from 'fastify'

export const app = fastify({
  logger: true,
}) // the only one
app.post('/orders', async ({ body }) => body)
process.once('SIGTERM', () => void app.close())
await app.listen({ port: 3000 })
`,
    },
    after: {
      [main]: `import fastify from 'fastify'

export const app = fastify({
  logger: true,
}) // the only one
app.get('/health', async () => ({ status: 'ok' }))
app.post('/orders', async ({ body }) => body)
process.once('SIGTERM', () => void app.close())
await app.listen({ port: 3000 })
`,
    },
  },
  ...nest,
  {
    title: 'an app that another file makes',
    files: {
      ...base,
      'services/orders/src/app.ts': `import express from 'express';\n\nconst app = express();\n\nexport { app };\n`,
      [main]: `import { app } from './app';\n\nconst server = app.listen(3000);\nprocess.once('SIGTERM', () => server.close());\n`,
    },
    after: {
      'services/orders/src/app.ts': `import express from 'express';

const app = express();
app.get('/health', (_request, response) => {
  response.json({ status: 'ok' });
});

export { app };
`,
    },
  },
  {
    title: 'a process that answers no HTTP',
    files: {
      ...base,
      'services/orders/src/app.module.ts': `import { Module } from '@nestjs/common';\n\n@Module({})\nexport class AppModule {}\n`,
      [main]: nestMain
        .replace('create(AppModule)', 'createMicroservice(AppModule)')
        .replace('listen(3000)', 'listen()'),
    },
    refused: 'msvc does not see it serve HTTP: let a probe run a command, or serve a port for it.',
  },
  {
    title: 'a server whose routes are not made by a framework it knows',
    files: {
      ...base,
      [main]: `import { createServer } from 'node:http';

const server = createServer((request, response) => {
  response.end('[]');
});
server.listen(3000);
process.once('SIGTERM', () => server.close());
`,
    },
    refused: 'msvc does not see where its routes are made: answer GET /health there, and let the manifest ask it.',
  },
] satisfies readonly FixCase[];
