import type { Broker } from './events.ts';

export const kafkajs: Broker = {
  protocol: 'kafka',
  address: 'kafka:9092',
  publish: {
    imports: `import { Kafka, type Producer } from 'kafkajs';`,
    type: 'Producer',
    make: (address) => `new Kafka({ clientId: 'orders', brokers: [${address}] }).producer()`,
    use: (client, subject) => `await ${client}.send({ topic: ${subject}, messages: [{ value: '{}' }] })`,
  },
  consume: {
    imports: `import { Kafka, type Consumer } from 'kafkajs';`,
    type: 'Consumer',
    make: (address) => `new Kafka({ clientId: 'billing', brokers: [${address}] }).consumer({ groupId: 'billing' })`,
    use: (client, subject) =>
      `await ${client}.subscribe({ topics: [${subject}] }); await ${client}.run({ eachMessage: async ({ message }) => console.log(message) })`,
  },
};

export const rabbitQueue: Broker = {
  protocol: 'rabbitmq',
  address: 'amqp://rabbitmq',
  publish: {
    imports: `import amqp, { type Channel } from 'amqplib';`,
    type: 'Channel',
    late: true,
    make: (address) => `await (await amqp.connect(${address})).createChannel()`,
    use: (client, subject) => `${client}.sendToQueue(${subject}, Buffer.from('{}'))`,
  },
  consume: {
    imports: `import amqp, { type Channel } from 'amqplib';`,
    type: 'Channel',
    late: true,
    make: (address) => `await (await amqp.connect(${address})).createChannel()`,
    use: (client, subject) =>
      `await ${client}.consume(${subject}, (message) => { if (message) ${client}.ack(message); })`,
  },
};

export const rabbitExchange: Broker = {
  protocol: 'rabbitmq',
  address: 'amqp://rabbitmq',
  channel: (subject) => `shop/${subject}`,
  publish: {
    ...rabbitQueue.publish,
    use: (client, subject) => `${client}.publish('shop', ${subject}, Buffer.from('{}'))`,
  },
  consume: {
    ...rabbitQueue.consume,
    use: (client, subject) =>
      `const { queue } = await ${client}.assertQueue(''); await ${client}.bindQueue(queue, 'shop', ${subject}); await ${client}.consume(queue, (message) => console.log(message))`,
  },
};

export const nats: Broker = {
  protocol: 'nats',
  address: 'nats://nats:4222',
  publish: {
    imports: `import { connect, type NatsConnection } from 'nats';`,
    type: 'NatsConnection',
    late: true,
    make: (address) => `await connect({ servers: ${address} })`,
    use: (client, subject) => `${client}.publish(${subject}, '{}')`,
  },
  consume: {
    imports: `import { connect, type NatsConnection } from 'nats';`,
    type: 'NatsConnection',
    late: true,
    make: (address) => `await connect({ servers: ${address} })`,
    use: (client, subject) => `for await (const message of ${client}.subscribe(${subject})) console.log(message.data)`,
  },
};

export const redisPubSub: Broker = {
  protocol: 'redis',
  store: 'cache store redis:redis',
  address: 'redis://redis:6379',
  publish: {
    imports: `import { Redis } from 'ioredis';`,
    type: 'Redis',
    make: (address) => `new Redis(${address})`,
    use: (client, subject) => `await ${client}.publish(${subject}, '{}')`,
  },
  consume: {
    imports: `import { Redis } from 'ioredis';`,
    type: 'Redis',
    make: (address) => `new Redis(${address})`,
    use: (client, subject) =>
      `await ${client}.subscribe(${subject}); ${client}.on('message', (channel, text) => console.log(text))`,
  },
};

export const redisStreams: Broker = {
  protocol: 'redis',
  store: 'cache store redis:redis',
  address: 'redis://redis:6379',
  publish: { ...redisPubSub.publish, use: (client, subject) => `await ${client}.xadd(${subject}, '*', 'data', '{}')` },
  consume: {
    ...redisPubSub.consume,
    use: (client, subject) =>
      `await ${client}.xreadgroup('GROUP', 'billing', 'one', 'COUNT', 10, 'STREAMS', ${subject}, '>')`,
  },
};

export const nodeRedis: Broker = {
  protocol: 'redis',
  store: 'cache store redis:redis',
  address: 'redis://redis:6379',
  publish: {
    imports: `import { createClient, type RedisClientType } from 'redis';`,
    type: 'RedisClientType',
    late: true,
    make: (address) => `await createClient({ url: ${address} }).connect()`,
    use: (client, subject) => `await ${client}.publish(${subject}, '{}')`,
  },
  consume: {
    imports: `import { createClient, type RedisClientType } from 'redis';`,
    type: 'RedisClientType',
    late: true,
    make: (address) => `await createClient({ url: ${address} }).connect()`,
    use: (client, subject) => `await ${client}.subscribe(${subject}, (text) => console.log(text))`,
  },
};

export const bullmq: Broker = {
  protocol: 'bull',
  store: 'broker store redis:redis',
  address: 'redis://redis:6379',
  publish: {
    imports: `import { Queue, type ConnectionOptions } from 'bullmq';`,
    type: 'ConnectionOptions',
    make: (address) => `{ url: ${address} }`,
    use: (client, subject) => `await new Queue(${subject}, { connection: ${client} }).add('place', {})`,
  },
  consume: {
    imports: `import { Worker, type ConnectionOptions } from 'bullmq';`,
    type: 'ConnectionOptions',
    make: (address) => `{ url: ${address} }`,
    use: (client, subject) =>
      `new Worker(${subject}, async (job) => console.log(job.data), { connection: ${client} }).on('error', console.error)`,
  },
};

export const sqs: Broker = {
  protocol: 'sqs',
  address: 'eu-west-1',
  publish: {
    imports: `import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';`,
    type: 'SQSClient',
    make: (address) => `new SQSClient({ region: ${address} })`,
    use: (client, subject) =>
      `await ${client}.send(new SendMessageCommand({ QueueUrl: \`https://sqs.eu-west-1.amazonaws.com/1/\${${subject}}\`, MessageBody: '{}' }))`,
  },
  consume: {
    imports: `import { SQSClient, ReceiveMessageCommand } from '@aws-sdk/client-sqs';`,
    type: 'SQSClient',
    make: (address) => `new SQSClient({ region: ${address} })`,
    use: (client, subject) =>
      `await ${client}.send(new ReceiveMessageCommand({ QueueUrl: \`https://sqs.eu-west-1.amazonaws.com/1/\${${subject}}\` }))`,
  },
};

export const nestKafka: Broker = {
  protocol: 'kafka',
  address: 'kafka:9092',
  publish: {
    imports: `import { ClientProxyFactory, Transport, type ClientKafka } from '@nestjs/microservices';`,
    type: 'ClientKafka',
    make: (address) =>
      `ClientProxyFactory.create({ transport: Transport.KAFKA, options: { client: { brokers: [${address}] } } })`,
    use: (client, subject) => `${client}.emit(${subject}, {})`,
  },
  consume: kafkajs.consume,
};
