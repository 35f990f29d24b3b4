import type { Case } from '../../../src/lint/kit.ts';

const cancelled = "await producer.send({ topic: 'order.cancelled', messages: [{ value: order.id }] });";

const orders = (body: string, then = cancelled) => ({
  'compose.yaml': 'services:\n  orders:\n    build: services/orders\n',
  'services/orders/package.json':
    '{ "name": "orders", "scripts": { "start": "node src/main.js" }, "dependencies": { "kafkajs": "2.0.0", "mongoose": "9.0.0" } }',
  'services/orders/src/main.js': `import { Kafka } from 'kafkajs';
import mongoose from 'mongoose';

mongoose.connect('mongodb://mongo/orders');
const Order = mongoose.model('Order', new mongoose.Schema({ status: String, lines: [String] }));
const kafka = new Kafka({ brokers: ['kafka:9092'] });
const [consumer, producer] = [kafka.consumer({ groupId: 'orders' }), kafka.producer()];
const finish = async (order) => {
  order.status = 'done';
  await order.save();
};
await consumer.subscribe({ topic: 'order.expired' });
await consumer.run({
  eachMessage: async ({ message }) => {
    const order = await Order.findById(message.key.toString());
${body}
    ${then}
  },
});
`,
});

const again = [
  {
    severity: 'warning',
    message: 'A redelivered "order.expired" would publish order.cancelled again',
    at: 'services/orders/src/main.js:12',
  },
] as const;

const twice = [
  {
    severity: 'warning',
    message: 'A redelivered "order.expired" would count twice in orders',
    at: 'services/orders/src/main.js:12',
  },
] as const;

export const states: readonly Case[] = [
  {
    title: 'an order that is left alone in one state, and put into another',
    files: orders(
      "    if (!order || order.status === 'done') return;\n    order.status = 'cancelled';\n    await order.save();",
    ),
    findings: again,
  },
  {
    title: 'an order that is left alone in the state that it is put into',
    files: orders(
      "    if (order.status === 'cancelled') return;\n    order.status = 'cancelled';\n    await order.save();",
    ),
    findings: [],
  },
  {
    title: 'an order that is left alone in either of two states, one of which it is put into',
    files: orders(
      "    if (order.status === 'done' || order.status === 'cancelled') return;\n    order.set({ status: 'cancelled' });\n    await order.save();",
    ),
    findings: [],
  },
  {
    title: 'an order that is worked on in one state alone, which it then leaves',
    files: orders("    if (order.status !== 'open') return;\n    order.status = 'cancelled';\n    await order.save();"),
    findings: [],
  },
  {
    title: 'an order that a helper may put into the state that was asked for',
    files: orders(
      "    if (order.status === 'done') return;\n    order.status = 'working';\n    await order.save();\n    await finish(order);",
    ),
    findings: [],
  },
  {
    title: 'an order whose new state is not known',
    files: orders(
      "    if (order.status === 'done') return;\n    order.status = message.value.toString();\n    await order.save();",
    ),
    findings: [],
  },
  {
    title: 'an order that is updated by its model, left alone in another state',
    files: orders(
      "    if (order.status === 'done') return;\n    await Order.updateOne({ _id: order.id }, { status: 'cancelled' });",
    ),
    findings: again,
  },
  {
    title: 'a line that is pushed into a list of what is stored',
    files: orders('    order.lines.push(message.value.toString());\n    await order.save();', ''),
    findings: twice,
  },
  {
    title: 'a line that is pushed into a list unless it is in there',
    files: orders(
      '    const line = message.value.toString();\n    if (!order.lines.includes(line)) order.lines.push(line);\n    await order.save();',
      '',
    ),
    findings: [],
  },
];
