import { describe, expect, test } from 'vitest';
import { edgesIn, effectsOf } from '../workspace.ts';
import { between, both } from './between.ts';

const handles = `await fetch('https://mail.example.com');`;
const URL_OF = `'https://sqs.eu-west-1.amazonaws.com/123456789012/orders'`;

describe('SQS', () => {
  const edge = ['orders -> billing async sqs sqs:orders'];
  const consumer = `import { Consumer } from 'sqs-consumer'; import { SQSClient } from '@aws-sdk/client-sqs';
    const app = Consumer.create({ queueUrl: ${URL_OF}, handleMessage: async (message) => { ${handles} }, sqs: new SQSClient({ region: 'eu-west-1' }) });
    app.on('error', (err) => {}); app.start();`;

  test.each([
    [
      'SDK 3, commands',
      `import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs'; const client = new SQSClient({});
       await client.send(new SendMessageCommand({ QueueUrl: ${URL_OF}, MessageBody: JSON.stringify({}) }));`,
    ],
    [
      'SDK 3, a batch',
      `import { SQSClient, SendMessageBatchCommand } from '@aws-sdk/client-sqs'; const client = new SQSClient({});
       const command = new SendMessageBatchCommand({ QueueUrl: ${URL_OF}, Entries: [] }); await client.send(command);`,
    ],
    [
      'SDK 3, aggregated',
      `import { SQS } from '@aws-sdk/client-sqs'; const sqs = new SQS({}); await sqs.sendMessage({ QueueUrl: ${URL_OF}, MessageBody: '' });`,
    ],
    [
      'SDK 2',
      `const AWS = require('aws-sdk'); const sqs = new AWS.SQS({ apiVersion: '2012-11-05' });
       const params = { MessageBody: '', QueueUrl: ${URL_OF} }; sqs.sendMessage(params, function (err, data) {});`,
    ],
    [
      'sqs-producer',
      `import { Producer } from 'sqs-producer'; const producer = Producer.create({ queueUrl: ${URL_OF}, region: 'eu-west-1' }); await producer.send(['msg1']);`,
    ],
    [
      'Nest',
      `import { Injectable } from '@nestjs/common'; import { SqsService } from '@ssut/nestjs-sqs';
       @Injectable() export class Orders { constructor(private readonly sqs: SqsService) {} async onModuleInit() { await this.sqs.send('orders', { id: '1', body: {} }); } }`,
    ],
  ])('is sent to with %s', (_, orders) => {
    expect(between(orders, consumer)).toEqual(edge);
  });

  test.each([
    ['sqs-consumer', consumer],
    [
      'polling',
      `import { SQSClient, ReceiveMessageCommand, DeleteMessageCommand } from '@aws-sdk/client-sqs';
       const client = new SQSClient({}); const QueueUrl = ${URL_OF};
       async function poll() { const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
         for (const m of Messages ?? []) { ${handles} await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: m.ReceiptHandle })); } await poll(); }
       poll();`,
    ],
    [
      'SDK 2, polling',
      `const AWS = require('aws-sdk'); const sqs = new AWS.SQS(); sqs.receiveMessage({ QueueUrl: ${URL_OF} }, (err, data) => { fetch('https://mail.example.com'); });`,
    ],
    [
      'Nest',
      `import { Injectable } from '@nestjs/common'; import { SqsMessageHandler } from '@ssut/nestjs-sqs';
       @Injectable() export class Handler { @SqsMessageHandler('orders', false) async handle(message) { ${handles} } }`,
    ],
  ])('is taken from with %s', (_, billing) => {
    const orders = `import { SQS } from '@aws-sdk/client-sqs'; await new SQS({}).sendMessage({ QueueUrl: process.env.QUEUE_URL ?? ${URL_OF}, MessageBody: '' });`;
    expect(between(orders, billing)).toEqual(edge);
  });

  test('a queue by a variable that nobody sets is the same queue to both', () => {
    const orders = `import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs'; await new SQSClient({}).send(new SendMessageCommand({ QueueUrl: process.env.ORDERS_QUEUE_URL, MessageBody: '' }));`;
    const model = both(orders, '');
    expect(model.unresolved).toMatchObject([{ service: 'orders', kind: 'channel' }]);
  });
});

describe('SNS and EventBridge', () => {
  test('a topic feeds the queues that subscribe to it', () => {
    const arn = `'arn:aws:sns:eu-west-1:123456789012:order-placed'`;
    const orders = `import { SNSClient, PublishCommand } from '@aws-sdk/client-sns'; await new SNSClient({}).send(new PublishCommand({ TopicArn: ${arn}, Message: '' }));`;
    const billing = `import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns'; import { Consumer } from 'sqs-consumer';
      await new SNSClient({}).send(new SubscribeCommand({ TopicArn: ${arn}, Protocol: 'sqs', Endpoint: 'arn:aws:sqs:eu-west-1:123456789012:billing-orders' }));
      Consumer.create({ queueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/billing-orders', handleMessage: async () => { ${handles} } }).start();`;
    expect(between(orders, billing)).toEqual(['orders -> billing async sns sns:order-placed']);
    expect(between(orders, billing.replaceAll(':order-placed', ':order-paid'))).toEqual([]);
  });

  test('publishes with SDK 2', () => {
    const model = both(
      `const AWS = require('aws-sdk'); const sns = new AWS.SNS(); await sns.publish({ TopicArn: 'arn:aws:sns:x:1:order-placed', Message: '' }).promise();
       const eventBridge = new AWS.EventBridge(); await eventBridge.putEvents({ Entries: [{ Source: 'orders', DetailType: 'OrderPlaced', Detail: '' }] }).promise();`,
      '',
    );
    expect(model.channels.map(({ id }) => id)).toEqual(['sns:order-placed', 'eventbridge:OrderPlaced']);
  });

  test('events of EventBridge go by their type', () => {
    const model = both(
      `import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
       await new EventBridgeClient({}).send(new PutEventsCommand({ Entries: [{ EventBusName: 'shop', Source: 'orders', DetailType: 'OrderPlaced', Detail: JSON.stringify({}) }] }));`,
      '',
    );
    expect(model.channels.map(({ id }) => id)).toEqual(['eventbridge:OrderPlaced']);
  });
});

describe('Google Pub/Sub', () => {
  test.each([
    ['publishMessage', `await pubsub.topic('order-placed').publishMessage({ data: Buffer.from('') });`],
    ['publish', `const topic = pubsub.topic('order-placed', { batching: {} }); topic.publish(Buffer.from(''));`],
    ['publishJSON', `await pubsub.topic('projects/p/topics/order-placed').publishJSON({});`],
  ])('%s', (_, call) => {
    const orders = `import { PubSub } from '@google-cloud/pubsub'; const pubsub = new PubSub({ projectId: 'p' }); ${call}`;
    const billing = `const { PubSub } = require('@google-cloud/pubsub'); const pubsub = new PubSub();
      await pubsub.topic('order-placed').createSubscription('billing-order-placed');
      const subscription = pubsub.subscription('billing-order-placed', { flowControl: {} });
      subscription.on('message', async (message) => { ${handles} message.ack(); });`;
    const model = both(orders, billing);
    expect(edgesIn(model)).toEqual(['orders -> billing async pubsub pubsub:order-placed']);
    expect(effectsOf(model, 'billing billing-order-placed')).toEqual(['call ?']);
  });

  test('a subscription through its topic', () => {
    const orders = `import { PubSub } from '@google-cloud/pubsub'; await new PubSub().topic('order-placed').publishMessage({ json: {} });`;
    const billing = `import { PubSub } from '@google-cloud/pubsub'; new PubSub().topic('order-placed').subscription('b').on('message', (m) => m.ack());`;
    expect(between(orders, billing)).toEqual(['orders -> billing async pubsub pubsub:order-placed']);
  });
});

describe('Azure Service Bus', () => {
  test('queues and topics', () => {
    const orders = `import { ServiceBusClient } from '@azure/service-bus'; const client = new ServiceBusClient(process.env.SB);
      const sender = client.createSender('orders'); await sender.sendMessages({ body: {} });
      const batches = client.createSender('audit'); await batches.scheduleMessages({ body: {} }, new Date());`;
    const billing = `const { ServiceBusClient } = require('@azure/service-bus'); const client = new ServiceBusClient('');
      const receiver = client.createReceiver('orders', 'billing');
      receiver.subscribe({ processMessage: async (message) => { ${handles} }, processError: async () => {} });
      const audit = client.createReceiver('audit'); const messages = await audit.receiveMessages(10, { maxWaitTimeInMs: 500 });`;
    const model = both(orders, billing);
    expect(edgesIn(model)).toEqual([
      'orders -> billing async servicebus servicebus:audit',
      'orders -> billing async servicebus servicebus:orders',
    ]);
    expect(effectsOf(model, 'billing orders')).toEqual(['call ?']);
  });
});
