/** A service that hears of orders and keeps notes: `imports` open what `insert` uses. */
export const mapped = (more: Readonly<Record<string, string>>, imports: string, insert: string) => ({
  'services/notes/package.json':
    '{ "name": "notes", "scripts": { "start": "node src/main.js" }, "dependencies": { "kafkajs": "2.0.0", "sequelize": "6.0.0", "typeorm": "0.3.0", "drizzle-orm": "0.45.0", "nats": "2.0.0", "pg": "8.0.0" } }',
  'compose.yaml': 'services:\n  notes:\n    build: services/notes\n',
  'services/notes/src/main.js': `import { Kafka } from 'kafkajs';
${imports}
const consumer = new Kafka({ brokers: ['kafka:9092'] }).consumer({ groupId: 'notes' });
await consumer.subscribe({ topic: 'order.placed' });
await consumer.run({
  eachMessage: async ({ message }) => {
    const order = JSON.parse(message.value.toString());
    ${insert}
  },
});
`,
  ...more,
});
