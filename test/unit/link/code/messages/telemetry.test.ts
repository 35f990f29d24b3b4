import { describe, expect, test } from 'vitest';
import { edgesIn } from '../workspace.ts';
import { both } from './between.ts';

const answers = `import { PgBoss } from 'pg-boss';
  const boss = new PgBoss(process.env.QUEUE_URL);
  await boss.subscribe('billing.Quote', 'billing');
  await boss.work('billing', async () => { await fetch('https://mail.example.com'); });`;

const asks = (attributes: string) => `import { trace } from '@opentelemetry/api';
  const spanOf = (name, { attributes = {} }) => trace.getTracer('bus').startSpan(name, { attributes });
  spanOf('ask', { attributes: { 'messaging.destination.name': 'billing.Quote', ${attributes} } });`;

describe('what code says of itself to OpenTelemetry', () => {
  test('a send within a conversation is a request', () => {
    const sent = `'messaging.operation.type': 'send', 'messaging.message.conversation_id': crypto.randomUUID()`;
    expect(edgesIn(both(asks(sent), answers))).toEqual(['orders -> billing sync message billing']);
  });

  test.each([
    `'messaging.operation.type': 'send'`,
    `'messaging.operation.type': 'process', 'messaging.message.conversation_id': id`,
  ])('anything else is shown by the client of the broker: %s', (attributes) => {
    expect(edgesIn(both(asks(attributes), answers))).toEqual([]);
  });
});
