import type { FixCase } from '../../src/scaffold/fix-kit.ts';

/** That a generated consumer gets its inbox back is shown on a generated workspace: test/unit/fixes/generated.test.ts. */
export default [
  {
    title: 'a consumer whose own rules decide what two deliveries mean',
    files: {
      'services/mail/package.json':
        '{ "name": "mail", "scripts": { "start": "node src/main.js" }, "dependencies": { "kafkajs": "2.2.4", "pg": "8.16.0" } }',
      'services/mail/src/main.ts': `import { Kafka } from 'kafkajs';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env['DATABASE_URL'] ?? '' });
const consumer = new Kafka({ clientId: 'mail', brokers: ['kafka:9092'] }).consumer({ groupId: 'mail' });

export async function listen() {
  await consumer.subscribe({ topic: 'order.placed' });
  process.once('SIGTERM', () => void consumer.disconnect());
  await consumer.run({
    eachMessage: async () => {
      await pool.query('update counters set sent = sent + 1');
    },
  });
}
void listen();
`,
    },
    refused: undefined,
  },
] satisfies readonly FixCase[];
