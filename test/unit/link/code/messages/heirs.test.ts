import { describe, expect, test } from 'vitest';
import { edgesIn } from '../workspace.ts';
import { between, both } from './between.ts';

const imports = `import { Listener, Publisher, Subjects } from '@shop/common';
import { Message } from 'node-nats-streaming';`;
const publisher = (base = 'Publisher', subject = 'Subjects.OrderCreated') => `${imports}
class OrderCreatedPublisher extends ${base}<OrderCreatedEvent> { subject: OrderCreatedEvent['subject'] = ${subject}; }
await new OrderCreatedPublisher(natsWrapper.client).publish({ id: '1' });`;
const listener = (base = 'Listener', subject = 'readonly subject = Subjects.OrderCreated;') => `${imports}
class OrderCreatedListener extends ${base}<OrderCreatedEvent> {
  ${subject}
  queueGroupName = 'billing';
  async onMessage(data: OrderCreatedEvent['data'], msg: Message) { await fetch('https://mail.example.com', { method: 'POST' }); msg.ack(); }
}`;
const started = `new OrderCreatedListener(natsWrapper.client).listen();`;

describe('bases of messages that are published elsewhere', () => {
  test('tell their channel by what their heirs say, named by a constant from elsewhere', () => {
    const model = both(publisher(), `${listener()}\n${started}`);
    expect(edgesIn(model)).toEqual(['orders -> billing async nats nats:Subjects.OrderCreated']);
    const heard = model.operations.find(({ trigger }) => trigger === 'message');
    expect(heard).toMatchObject({ service: 'billing', delivery: { redelivers: true } });
    expect(heard?.effects.length).toBeGreaterThan(0);
  });
  test.each([
    ['a getter', `get subject() { return Subjects.OrderCreated; }`],
    ['a literal type that is cast', `subject = Subjects.OrderCreated as const;`],
  ])('in %s', (_, subject) => {
    expect(between(publisher(), `${listener('Listener', subject)}\n${started}`)).toHaveLength(1);
  });
  test('of another channel do not meet', () => {
    expect(between(publisher('Publisher', 'Subjects.OrderCancelled'), `${listener()}\n${started}`)).toEqual([]);
  });
  test('hear nothing before they are started', () => {
    expect(between(publisher(), listener())).toEqual([]);
  });
  test('are told by their names', () => {
    expect(between(publisher('Repository'), `${listener()}\n${started}`)).toEqual([]);
    expect(between(publisher(), `${listener('Component')}\n${started}`)).toEqual([]);
  });
});

describe('a constant from elsewhere', () => {
  const kafka = `import { Kafka } from 'kafkajs';
import { Topics, ORDER_CREATED } from '@shop/topics';
const kafka = new Kafka({ brokers: ['kafka:9092'] });`;
  test.each(['Topics.OrderCreated', 'ORDER_CREATED'])('is a name that both sides share: %s', (name) => {
    const send = `${kafka} await kafka.producer().send({ topic: ${name}, messages: [] });`;
    const hear = (topic: string) => `${kafka} const consumer = kafka.consumer({ groupId: 'b' });
await consumer.subscribe({ topics: [${topic}] }); await consumer.run({ eachMessage: async () => {} });`;
    expect(between(send, hear(name))).toEqual([`orders -> billing async kafka kafka:${name}`]);
    expect(between(send, hear('Topics.Other'))).toEqual([]);
  });
});
