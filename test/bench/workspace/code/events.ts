import { camelOf, pascalOf, type Planned, type Topic } from '../plan.ts';

const inNest = ({ stack }: Planned): string =>
  stack === 'nest' ? "import { Injectable } from '@nestjs/common';\n" : '';
const decorated = ({ stack }: Planned): string => (stack === 'nest' ? '@Injectable()\n' : '');
/** Every other service names topics by the shared constants, the rest in place. */
const usesConstants = ({ at }: Planned): boolean => at % 3 !== 0;
const named = (service: Planned, topic: Topic): string =>
  usesConstants(service) ? `topics.${camelOf(topic.by)}` : `'${topic.name}'`;
const constants = (service: Planned): string =>
  usesConstants(service) ? "import { topics } from '@bench/events';\n" : '';

export const publisherFile = (service: Planned): string =>
  service.broker === 'kafka'
    ? `${inNest(service)}${constants(service)}import { Kafka } from 'kafkajs';

const kafka = new Kafka({ clientId: '${service.name}', brokers: [process.env.KAFKA_BROKERS ?? 'kafka:9092'] });

${decorated(service)}export class Publisher {
  private readonly producer = kafka.producer();

  async changed(id: string, state: string): Promise<void> {
    await this.producer.connect();
    await this.producer.send({
      topic: ${named(service, service.topic)},
      messages: [{ key: id, value: JSON.stringify({ id, state }) }],
    });
  }
}
`
    : `${inNest(service)}${constants(service)}import { connect } from 'amqplib';

${decorated(service)}export class Publisher {
  async changed(id: string, state: string): Promise<void> {
    const connection = await connect(process.env.RABBIT_URL ?? 'amqp://rabbit:5672');
    const channel = await connection.createChannel();
    await channel.assertExchange(${named(service, service.topic)}, 'fanout', { durable: true });
    channel.publish(${named(service, service.topic)}, '', Buffer.from(JSON.stringify({ id, state })));
    await channel.close();
  }
}
`;

export const listenerFile = (service: Planned): string =>
  service.broker === 'kafka'
    ? `${inNest(service)}${constants(service)}import { Kafka } from 'kafkajs';
import { Repository } from '../store/repository';

const kafka = new Kafka({ clientId: '${service.name}', brokers: [process.env.KAFKA_BROKERS ?? 'kafka:9092'] });

${decorated(service)}export class Listener {
  private readonly consumer = kafka.consumer({ groupId: '${service.name}' });

  constructor(private readonly repository: Repository) {}

  async start(): Promise<void> {
    await this.consumer.connect();
${service.listens.map((topic) => `    await this.consumer.subscribe({ topic: ${named(service, topic)} });`).join('\n')}
    await this.consumer.run({
      eachMessage: async ({ message }) => {
        const event = JSON.parse(String(message.value));
        await this.repository.save(event.id, event.state);
      },
    });
  }
}
`
    : `${inNest(service)}${constants(service)}import { connect } from 'amqplib';
import { Repository } from '../store/repository';

${decorated(service)}export class Listener {
  constructor(private readonly repository: Repository) {}

  async start(): Promise<void> {
    const connection = await connect(process.env.RABBIT_URL ?? 'amqp://rabbit:5672');
    const channel = await connection.createChannel();
${service.listens.map((topic) => consumption(service, topic)).join('\n')}
  }
}
`;

const consumption = (service: Planned, topic: Topic): string => {
  const queue = `'${service.name}.on-${topic.by}'`;
  return `    await channel.assertQueue(${queue}, { durable: true });
    await channel.bindQueue(${queue}, ${named(service, topic)}, '');
    await channel.consume(${queue}, async (message) => {
      if (!message) return;
      const event = JSON.parse(message.content.toString());
      await this.repository.save(event.id, event.state);
      channel.ack(message);
    });`;
};

/** \`@bench/events\`: the names of all topics. */
export const topicsFile = (services: readonly Planned[]): string =>
  `export const topics = {\n${services.map(({ name, topic }) => `  ${camelOf(name)}: '${topic.name}',`).join('\n')}\n} as const;

export type Topic = (typeof topics)[keyof typeof topics];
export const ${pascalOf('topic-count')} = ${services.length};
`;
