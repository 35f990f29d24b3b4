import type { FixCase } from '../../src/scaffold/fix-kit.ts';

export const pack = {
  'services/orders/package.json':
    '{ "name": "orders", "scripts": { "start": "node src/main.js" }, "dependencies": { "express": "5" } }\n',
};
export const main = 'services/orders/src/main.ts';

const nestModule = `import { Module } from '@nestjs/common';

@Module({ imports: [] })
export class AppModule {}
`;

/** Nest, gRPC and brokers. */
export const otherCases: readonly FixCase[] = [
  {
    title: 'a Nest app',
    files: {
      ...pack,
      'services/orders/src/app.module.ts': nestModule,
      [main]: `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';

async function bootstrap() {
  // The gateway adds the version.
  const app = await NestFactory.create(AppModule);
  app.setGlobalPrefix('orders');
  await app.listen(3000);
}
void bootstrap();
`,
    },
    after: {
      [main]: `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';

async function bootstrap() {
  // The gateway adds the version.
  const app = await NestFactory.create(AppModule);
  app.enableShutdownHooks();
  app.setGlobalPrefix('orders');
  await app.listen(3000);
}
void bootstrap();
`,
    },
  },
  {
    title: 'a grpc-js server',
    files: {
      ...pack,
      [main]: `import * as grpc from '@grpc/grpc-js';

const server = new grpc.Server();
server.bindAsync('0.0.0.0:50051', grpc.ServerCredentials.createInsecure(), (error) => {
  if (error) throw error;
});
`,
    },
    after: {
      [main]: `import * as grpc from '@grpc/grpc-js';

const server = new grpc.Server();
process.once('SIGTERM', () => {
  server.tryShutdown(() => process.exit(0));
});
server.bindAsync('0.0.0.0:50051', grpc.ServerCredentials.createInsecure(), (error) => {
  if (error) throw error;
});
`,
    },
  },
  {
    title: 'a consumer of kafkajs',
    files: {
      ...pack,
      [main]: `import { Kafka } from 'kafkajs';

const kafka = new Kafka({ clientId: 'orders', brokers: ['kafka:9092'] });
const consumer = kafka.consumer({ groupId: 'orders' });

export async function listen() {
  await consumer.connect();
  await consumer.subscribe({ topic: 'payment.captured' });
  await consumer.run({
    eachMessage: async ({ message }) => {
      console.log(message.value);
    },
  });
}
void listen();
`,
    },
    after: {
      [main]: `import { Kafka } from 'kafkajs';

const kafka = new Kafka({ clientId: 'orders', brokers: ['kafka:9092'] });
const consumer = kafka.consumer({ groupId: 'orders' });

export async function listen() {
  await consumer.connect();
  await consumer.subscribe({ topic: 'payment.captured' });
  process.once('SIGTERM', () => {
    consumer.disconnect().then(() => process.exit(0), () => process.exit(1));
  });
  await consumer.run({
    eachMessage: async ({ message }) => {
      console.log(message.value);
    },
  });
}
void listen();
`,
    },
  },
];
