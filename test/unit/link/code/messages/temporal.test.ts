import { describe, expect, test } from 'vitest';
import { between, both } from './between.ts';

const edge = ['orders -> billing async temporal temporal:invoices'];

const worker = `import { Worker } from '@temporalio/worker'; import * as activities from './activities';
  const worker = await Worker.create({ workflowsPath: require.resolve('./workflows'), taskQueue: 'invoices', activities });
  await worker.run();`;
const files = {
  'billing/src/activities.ts': `export async function send(id: string) { await fetch('http://mail:3000/mails', { method: 'POST' }); }`,
  'billing/src/workflows.ts': `import { proxyActivities } from '@temporalio/workflow';
    const { send } = proxyActivities({ startToCloseTimeout: '1 minute' });
    export async function bill(id: string) { await send(id); }`,
};

describe('Temporal', () => {
  test.each([
    [
      'a client that starts a workflow',
      `import { Client, Connection } from '@temporalio/client';
       const client = new Client({ connection: await Connection.connect() });
       await client.workflow.start('bill', { taskQueue: 'invoices', workflowId: 'invoice-1', args: ['1'] });`,
    ],
    [
      'a client that is injected',
      `import { Client } from '@temporalio/client';
       class Orders { constructor(private readonly temporal: Client) {} place() { return this.temporal.workflow.execute('bill', { taskQueue: 'invoices' }); } }
       new Orders(new Client()).place();`,
    ],
    [
      'a workflow that asks for an activity of another queue',
      `import { Worker } from '@temporalio/worker';
       await Worker.create({ workflowsPath: require.resolve('./own'), taskQueue: 'orders', activities: { hold: async () => {} } });`,
    ],
    [
      'a workflow that starts another',
      `import { executeChild } from '@temporalio/workflow';
       export async function place() { await executeChild('bill', { taskQueue: 'invoices' }); }
       place();`,
    ],
  ])('%s', (_, code) => {
    const own = `import { proxyActivities } from '@temporalio/workflow';
      const { send } = proxyActivities({ taskQueue: 'invoices' });
      export async function place() { await send('1'); }`;
    const more = code.includes('./own') ? { 'orders/src/own.ts': own } : {};
    expect(between(code, worker, { ...files, ...more })).toEqual(edge);
  });

  test('what a worker does is done by its workflows and activities', () => {
    const model = both('', worker, files);
    const handler = model.operations.find(({ trigger }) => trigger === 'message');
    expect(handler?.effects.map(({ kind }) => kind)).toEqual(['call']);
    expect(handler?.delivery?.redelivers).toBe(false);
  });
});
