import type { Case } from '../../src/lint/kit.ts';

/** Jobs that are started from a list: each is a use case of its own. */
export const jobs = (files: (body: string) => Case['files']): readonly Case[] => [
  {
    title: 'two jobs of one list, of which one writes and the other publishes',
    files: {
      ...files(''),
      'services/orders/src/main.js': `import { Kafka } from 'kafkajs';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL });
const producer = new Kafka({ brokers: ['kafka:9092'] }).producer();

const start = (jobs) => {
  for (const job of jobs) setInterval(() => { job.run(); }, job.every);
};
start([
  { every: 1000, run: () => pool.query('delete from orders where done') },
  { every: 5000, run: () => producer.send({ topic: 'orders.counted', messages: [{ value: '' }] }) },
]);
`,
    },
    findings: [],
  },
];
