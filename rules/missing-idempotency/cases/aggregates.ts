import type { Case } from '../../../src/lint/kit.ts';

const invoices = (send: string, handler: string) => ({
  'compose.yaml': 'services:\n  invoices:\n    build: services/invoices\n',
  'services/invoices/package.json':
    '{ "name": "invoices", "scripts": { "start": "node src/main.ts" }, "dependencies": { "kafkajs": "2.0.0", "pg": "8.0.0" } }',
  'services/invoices/src/invoice.ts': `export class Invoice {
  private recorded: unknown[] = [];
  constructor(private id: string, private sentAt?: Date) {}
  static open(id: string) {
    const invoice = new Invoice(id);
    invoice.record({ type: 'opened', id });
    return invoice;
  }
  send() {
${send}
  }
  protected record(event: unknown) { this.recorded.push(event); }
  pullDomainEvents() { return this.recorded; }
}
`,
  'services/invoices/src/main.ts': `import { Kafka } from 'kafkajs';
import { Pool } from 'pg';
import { Invoice } from './invoice.ts';

const pool = new Pool({ connectionString: 'postgres://db/invoices' });
const kafka = new Kafka({ brokers: ['kafka:9092'] });
const [consumer, producer] = [kafka.consumer({ groupId: 'invoices' }), kafka.producer()];
class Invoices {
  async find(id: string): Promise<Invoice> {
    const { rows } = await pool.query('SELECT id, sent_at FROM invoices WHERE id = $1', [id]);
    return new Invoice(rows[0].id, rows[0].sent_at);
  }
  async save(invoice: Invoice) { await pool.query('UPDATE invoices SET sent_at = now() WHERE id = $1', [invoice]); }
}
const invoices = new Invoices();
const publish = (events: unknown[]) => producer.send({ topic: 'invoice.sent', messages: events });
await consumer.subscribe({ topic: 'order.shipped' });
await consumer.run({
  eachMessage: async ({ message }) => {
    const id = message.key.toString();
${handler}
  },
});
`,
});

const twice = [
  {
    severity: 'warning',
    message: 'A redelivered "order.shipped" would publish invoice.sent again',
    at: 'services/invoices/src/main.ts:17',
  },
] as const;

const sent = "    this.sentAt = new Date();\n    this.record({ type: 'sent', id: this.id });";
const once = `    if (this.sentAt) return;\n${sent}`;
const loads = (publish: string) =>
  `    const invoice = await invoices.find(id);\n    invoice.send();\n    await invoices.save(invoice);\n    await publish(${publish});`;

export const aggregates: readonly Case[] = [
  {
    title: 'an aggregate that records its event each time',
    files: invoices(sent, loads('invoice.pullDomainEvents()')),
    findings: twice,
  },
  {
    title: 'an aggregate that records nothing once it was done',
    files: invoices(once, loads('invoice.pullDomainEvents()')),
    findings: [],
  },
  {
    title: 'an event that goes out whether the aggregate records one or not',
    files: invoices(once, loads('[{ id }]')),
    findings: twice,
  },
  {
    title: 'an aggregate that is made on the spot',
    files: invoices(
      once,
      '    const invoice = Invoice.open(id);\n    invoice.send();\n    await invoices.save(invoice);\n    await publish(invoice.pullDomainEvents());',
    ),
    findings: twice,
  },
];
