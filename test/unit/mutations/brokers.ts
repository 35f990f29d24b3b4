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

export const jetStream: Broker = {
  protocol: 'nats',
  address: 'nats://nats:4222',
  publish: {
    imports: `import { connect, type JetStreamClient } from 'nats';`,
    type: 'JetStreamClient',
    late: true,
    make: (address) => `(await connect({ servers: ${address} })).jetstream()`,
    use: (client, subject) => `await ${client}.publish(${subject}, '{}')`,
  },
  consume: nats.consume,
};

export const confluent: Broker = {
  protocol: 'kafka',
  address: 'kafka:9092',
  publish: {
    imports: `import { KafkaJS } from '@confluentinc/kafka-javascript';`,
    type: 'KafkaJS.Producer',
    make: (address) => `new KafkaJS.Kafka({ kafkaJS: { brokers: [${address}] } }).producer()`,
    use: (client, subject) => `await ${client}.send({ topic: ${subject}, messages: [{ value: '{}' }] })`,
  },
  consume: {
    imports: `import { KafkaJS } from '@confluentinc/kafka-javascript';`,
    type: 'KafkaJS.Consumer',
    make: (address) =>
      `new KafkaJS.Kafka({ kafkaJS: { brokers: [${address}] } }).consumer({ kafkaJS: { groupId: 'billing' } })`,
    use: (client, subject) =>
      `await ${client}.subscribe({ topic: ${subject} }); await ${client}.run({ eachMessage: async ({ message }) => console.log(message) })`,
  },
};

export const mqtt: Broker = {
  protocol: 'mqtt',
  address: 'mqtt://mosquitto',
  publish: {
    imports: `import mqtt, { type MqttClient } from 'mqtt';`,
    type: 'MqttClient',
    make: (address) => `mqtt.connect(${address})`,
    use: (client, subject) => `${client}.publish(${subject}, '{}')`,
  },
  consume: {
    imports: `import mqtt, { type MqttClient } from 'mqtt';`,
    type: 'MqttClient',
    make: (address) => `mqtt.connect(${address})`,
    use: (client, subject) =>
      `${client}.subscribe(${subject}); ${client}.on('message', (topic, message) => console.log(message))`,
  },
};
