import { describe, expect, test } from 'vitest';
import { edgesIn, effectsOf } from '../workspace.ts';
import { between, both } from './between.ts';

const edge = ['orders -> billing async bull bull:invoices'];
const handles = `await fetch('https://mail.example.com');`;

const worker = `import { Worker, Job } from 'bullmq'; import IORedis from 'ioredis';
  const connection = new IORedis({ maxRetriesPerRequest: null });
  const worker = new Worker('invoices', async (job: Job) => { ${handles} }, { connection, concurrency: 5 });
  worker.on('completed', (job) => {});`;

describe('BullMQ', () => {
  test.each([
    [
      'Queue.add',
      `import { Queue } from 'bullmq'; const queue = new Queue('invoices', { connection: { host: 'redis', port: 6379 } }); await queue.add('create', { id: 1 });`,
    ],
    [
      'Queue.addBulk',
      `import { Queue } from 'bullmq'; await new Queue('invoices').addBulk([{ name: 'a', data: {} }]);`,
    ],
    [
      'upsertJobScheduler',
      `import { Queue } from 'bullmq'; const q = new Queue('invoices'); await q.upsertJobScheduler('nightly', { pattern: '0 0 * * *' }, { name: 'x', data: {} });`,
    ],
    [
      'a flow',
      `import { FlowProducer } from 'bullmq'; const flow = new FlowProducer({ connection: {} });
       await flow.add({ name: 'root', queueName: 'other', data: {}, children: [{ name: 'child', data: {}, queueName: 'invoices' }] });`,
    ],
    [
      'Nest, injected',
      `import { Injectable, Module } from '@nestjs/common'; import { BullModule, InjectQueue } from '@nestjs/bullmq'; import { Queue } from 'bullmq';
       @Injectable() export class Invoices { constructor(@InjectQueue('invoices') private readonly queue: Queue) {}
         async onModuleInit() { await this.queue.add('create', {}, { attempts: 3 }); } }
       @Module({ imports: [BullModule.forRoot({ connection: { host: 'redis' } }), BullModule.registerQueue({ name: 'invoices' })], providers: [Invoices] }) export class App {}`,
    ],
    [
      'a table of queues',
      `import { Queue } from 'bullmq'; enum Name { Invoices = 'invoices', Mails = 'mails' }
       const queues = new Map<string, Queue>();
       const queueOf = (name: Name) => { let q = queues.get(name); if (!q) { q = new Queue(name, {}); queues.set(name, q); } return q; };
       await queueOf(Name.Invoices).add('x', {});`,
    ],
  ])('%s', (_, orders) => {
    expect(between(orders, worker)).toContain(edge[0]);
  });

  test.each([
    ['Worker', worker],
    [
      'Worker with a processor made elsewhere',
      `import { Worker } from 'bullmq'; import { process } from './process';
       export const start = (name: string) => new Worker(name, process, {}); start('invoices');`,
    ],
    [
      'Nest, one processor for the queue',
      `import { Processor, WorkerHost } from '@nestjs/bullmq'; import { Job } from 'bullmq';
       const QUEUE = { INVOICES: 'invoices' } as const;
       @Processor(QUEUE.INVOICES, { concurrency: 2 }) export class InvoiceProcessor extends WorkerHost {
         async process(job: Job) { switch (job.name) { case 'create': return this.create(); } }
         private async create() { ${handles} } }`,
    ],
    [
      'Nest, one method for each job',
      `import { Processor, Process } from '@nestjs/bull'; import { Job } from 'bull';
       @Processor({ name: 'invoices' }) export class InvoiceConsumer {
         @Process('create') async create(job: Job) { ${handles} }
         @Process({ name: 'delete', concurrency: 1 }) async remove(job: Job) {} }`,
    ],
    [
      'Bull',
      `const Queue = require('bull'); const queue = new Queue('invoices', process.env.REDIS_URL);
       queue.process('create', 5, async (job) => { ${handles} }); queue.process('delete', async () => {});`,
    ],
  ])('is worked off by %s', (_, billing) => {
    const orders = `import { Queue } from 'bullmq'; await new Queue('invoices').add('create', {});`;
    const model = both(orders, billing, { 'billing/src/process.ts': `export async function process() { ${handles} }` });
    expect(edgesIn(model)).toEqual(edge);
    expect(
      model.operations.filter(({ channel }) => channel === 'invoices').flatMap(({ id }) => effectsOf(model, id)),
    ).toContain('call ?');
  });

  test('events of a queue are heard by who asks for them', () => {
    const orders = `import { QueueEvents } from 'bullmq'; const events = new QueueEvents('invoices'); events.on('completed', ({ jobId }) => {});`;
    expect(between(orders, worker)).toEqual([]);
  });

  test('queues and workers behind base classes', () => {
    const shared = {
      'shared/bull.ts': `import { Queue, Worker, Processor, WorkerOptions, JobsOptions } from 'bullmq';
        export class BullService {
          private queue: Queue; private worker: Worker;
          createQueue(name: string) { this.queue = new Queue(name, { connection: {} }); return this.queue; }
          createWorker(name: string, processor?: string | Processor<any, unknown, string>, options?: WorkerOptions) { this.worker = new Worker(name, processor, options); return this.worker; }
          async add(name: string, data: unknown, options: JobsOptions = {}) { await this.queue.add(name, data, options); }
        }
        export class QueueBase { public queue: Queue; private instance = new BullService();
          constructor(public readonly topic: string) {}
          createQueue() { this.queue = this.instance.createQueue(this.topic); }
          async add(params: { name: string; data: unknown }) { await this.instance.add(params.name, params.data); } }
        export class WorkerBase { public worker: Worker; private instance = new BullService();
          constructor(public readonly topic: string) {}
          initWorker(processor: any, options?: WorkerOptions) { this.worker = this.instance.createWorker(this.topic, processor, options); } }
        export enum Topic { INVOICES = 'invoices', MAILS = 'mails' }`,
    };
    const model = both(
      `import { Injectable } from '@nestjs/common'; import { QueueBase, Topic } from '../../shared/bull';
       @Injectable() export class InvoiceQueue extends QueueBase { constructor() { super(Topic.INVOICES); this.createQueue(); }
         async add(params: { name: string; data: unknown }) { return await super.add(params); } }
       @Injectable() export class Orders { constructor(private queue: InvoiceQueue) {} async onModuleInit() { await this.queue.add({ name: 'x', data: {} }); } }`,
      `import { Injectable } from '@nestjs/common'; import { WorkerBase, Topic } from '../../shared/bull';
       @Injectable() export class InvoiceWorker extends WorkerBase {
         constructor() { super(Topic.INVOICES); this.initWorker(this.getWorkerProcessor(), {}); }
         private getWorkerProcessor() { return async (job: { data: any }) => { ${handles} }; } }`,
      shared,
    );
    expect(edgesIn(model)).toEqual(edge);
    expect(effectsOf(model, 'billing invoices')).toEqual(['call ?']);
  });
});

describe('other job queues', () => {
  test('Bee-Queue', () => {
    const orders = `const Queue = require('bee-queue'); const queue = new Queue('invoices', { isWorker: false }); queue.createJob({ x: 1 }).retries(3).save();`;
    const billing = `import Queue from 'bee-queue'; const queue = new Queue('invoices', { redis: {} }); queue.process(async (job) => { ${handles} });`;
    expect(between(orders, billing)).toEqual(edge);
  });

  test('Agenda', () => {
    const orders = `import { Agenda } from '@hokify/agenda'; const agenda = new Agenda({ db: { address: 'mongodb://db/agenda' } }); await agenda.now('send invoice', {}); await agenda.every('1 day', 'clean up');`;
    const billing = `const Agenda = require('agenda'); const agenda = new Agenda({ db: { address: 'mongodb://db/agenda' } });
      agenda.define('send invoice', { concurrency: 2 }, async (job) => { ${handles} }); agenda.define('clean up', async () => {}); await agenda.start();`;
    expect(between(orders, billing)).toEqual([
      'orders -> billing async agenda agenda:clean up',
      'orders -> billing async agenda agenda:send invoice',
    ]);
  });

  test('pg-boss', () => {
    const orders = `import PgBoss from 'pg-boss'; const boss = new PgBoss(process.env.DATABASE_URL); await boss.start(); await boss.createQueue('invoices');
      const id = await boss.send('invoices', { a: 1 }, { startAfter: 5 });`;
    const billing = `const PgBoss = require('pg-boss'); const boss = new PgBoss('postgres://db/jobs');
      await boss.work('invoices', { batchSize: 5 }, async ([job]) => { ${handles} });`;
    const model = both(orders, billing);
    expect(edgesIn(model)).toEqual(['orders -> billing async pg-boss pg-boss:invoices']);
    expect(effectsOf(model, 'billing invoices')).toEqual(['call ?']);
  });

  test('Graphile Worker', () => {
    const orders = `import { makeWorkerUtils, quickAddJob } from 'graphile-worker'; await quickAddJob({ connectionString: '' }, 'send_invoice', {}); `;
    const billing = `import { run } from 'graphile-worker';
      const runner = await run({ connectionString: 'postgres:///db', taskList: { send_invoice: async (payload, helpers) => { ${handles} } } });`;
    expect(between(orders, billing)).toEqual([
      'orders -> billing async pg-boss pg-boss:send_invoice'.replaceAll('pg-boss', 'graphile'),
    ]);
  });
});

test('a library that brings a queue with its worker along makes nobody wait for another', () => {
  const shared = {
    'shared/mails.ts': `import { Queue, Worker } from 'bullmq'; export const mails = new Queue('mails');
      export const start = () => new Worker('mails', async (job) => { ${handles} }); `,
  };
  const loads = `import { mails, start } from '../../shared/mails'; start(); await mails.add('x', {});`;
  const asks = `import { Queue } from 'bullmq'; await new Queue('mails').add('x', {});`;
  const model = (orders: string) => both(orders, loads, shared);
  expect(edgesIn(model(loads))).toEqual([]);
  expect(model(loads).channels).toMatchObject([
    { publishedBy: ['billing', 'orders'], consumedBy: ['billing', 'orders'] },
  ]);
  expect(edgesIn(model(asks))).toEqual(['orders -> billing async bull bull:mails']);
});
