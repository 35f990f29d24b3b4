import type { FixCase } from '../../src/scaffold/fix-kit.ts';
import { main, otherCases, pack } from './fix-other-cases.ts';

const express = `import express from 'express';

const app = express();
app.get('/orders/:id', (request, response) => {
  response.json({ id: request.params['id'] });
});
`;
export default [
  {
    title: 'an Express app that only listens',
    files: { ...pack, [main]: `${express}\napp.listen(3000, () => console.log('listening')); // behind the gateway\n` },
    after: {
      [main]: `${express}
const server = app.listen(3000, () => console.log('listening')); // behind the gateway
process.once('SIGTERM', () => {
  server.close(() => process.exit(0));
});
`,
    },
  },
  {
    title: 'one whose server has a name, in the hand of its author',
    files: {
      ...pack,
      [main]: `import express from "express"\r\n\r\nconst app = express()\r\napp.get("/orders", (request, response) => {\r\n    response.json([])\r\n})\r\n\r\nfunction start() {\r\n    const listening = app.listen(3000)\r\n    console.log("up", listening.address())\r\n}\r\nstart()\r\n`,
    },
    after: {
      [main]: `import express from "express"\r\n\r\nconst app = express()\r\napp.get("/orders", (request, response) => {\r\n    response.json([])\r\n})\r\n\r\nfunction start() {\r\n    const listening = app.listen(3000)\r\n    process.once("SIGTERM", () => {\r\n        listening.close(() => process.exit(0))\r\n    })\r\n    console.log("up", listening.address())\r\n}\r\nstart()\r\n`,
    },
  },
  {
    title: 'a server that ends on Ctrl-C alone',
    files: {
      ...pack,
      [main]: `${express}
const server = app.listen(3000);
process.on('SIGINT', () => {
  server.close(() => process.exit(0));
});
`,
    },
    after: {
      [main]: `${express}
const server = app.listen(3000);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {
  server.close(() => process.exit(0));
});
`,
    },
  },
  {
    title: 'an app that another file makes',
    files: {
      ...pack,
      'services/orders/src/app.ts': express.replace('const app', 'export const app'),
      [main]: `import { app } from './app';\n\nconst start = async () => {\n  app.listen(3000);\n};\nvoid start();\n`,
    },
    after: {
      [main]: `import { app } from './app';

const start = async () => {
  const server = app.listen(3000);
  process.once('SIGTERM', () => {
    server.close(() => process.exit(0));
  });
};
void start();
`,
    },
  },
  {
    title: 'a server of node:http',
    files: {
      ...pack,
      [main]: `import { createServer } from 'node:http';

const web = createServer((request, response) => {
  response.end('[]');
});
web.listen(8080);
`,
    },
    after: {
      [main]: `import { createServer } from 'node:http';

const web = createServer((request, response) => {
  response.end('[]');
});
web.listen(8080);
process.once('SIGTERM', () => {
  web.close(() => process.exit(0));
});
`,
    },
  },
  {
    title: 'a Fastify app, before it listens',
    files: {
      ...pack,
      [main]: `import fastify from 'fastify';

const app = fastify({ logger: true });
app.get('/orders', async () => []);

const start = async () => {
  try {
    await app.listen({ port: 3000 });
  } catch (error) {
    app.log.error(error);
    process.exit(1);
  }
};
void start();
`,
    },
    after: {
      [main]: `import fastify from 'fastify';

const app = fastify({ logger: true });
app.get('/orders', async () => []);

const start = async () => {
  try {
    process.once('SIGTERM', () => {
      app.close().then(() => process.exit(0), () => process.exit(1));
    });
    await app.listen({ port: 3000 });
  } catch (error) {
    app.log.error(error);
    process.exit(1);
  }
};
void start();
`,
    },
  },
  ...otherCases,
  {
    title: 'a server that is handed on',
    files: { ...pack, [main]: `${express}\nexport default app.listen(3000);\n` },
    refused: 'What listens is handed on: close it on SIGTERM where it is held.',
  },
  {
    title: 'a service that serves and consumes, since both must end in order',
    files: {
      ...pack,
      [main]: `import { Kafka } from 'kafkajs';
import express from 'express';

const app = express();
app.get('/orders', (request, response) => {
  response.json([]);
});
const consumer = new Kafka({ clientId: 'orders', brokers: ['kafka:9092'] }).consumer({ groupId: 'orders' });
await consumer.subscribe({ topic: 'payment.captured' });
app.listen(3000);
await consumer.run({ eachMessage: async ({ message }) => console.log(message.value) });
`,
    },
    refused: 'It serves and consumes messages: on SIGTERM close the server, then the consumers, then end.',
  },
] satisfies readonly FixCase[];
