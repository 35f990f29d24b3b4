import type { Case } from '../../../src/lint/kit.ts';

const stock = (body: string, schema = 'new mongoose.Schema({ orderId: String })') => ({
  'compose.yaml': 'services:\n  stock:\n    build: services/stock\n',
  'services/stock/package.json':
    '{ "name": "stock", "scripts": { "start": "node src/main.js" }, "dependencies": { "kafkajs": "2.0.0", "mongoose": "9.0.0" } }',
  'services/stock/src/main.js': `import { Kafka } from 'kafkajs';
import mongoose from 'mongoose';

mongoose.connect('mongodb://mongo/stock');
const Product = mongoose.model('Product', new mongoose.Schema({ stock: Number }));
const Reservation = mongoose.model('Reservation', ${schema});
const consumer = new Kafka({ brokers: ['kafka:9092'] }).consumer({ groupId: 'stock' });
await consumer.subscribe({ topic: 'order.placed' });
await consumer.run({
  eachMessage: async ({ message }) => {
    const order = JSON.parse(message.value.toString());
${body}
  },
});
`,
});

/** Units that are counted up in DynamoDB, in one transaction with a row for the lot they came in. */
const lots = (put: string) => ({
  'compose.yaml': 'services:\n  stock:\n    build: services/stock\n',
  'services/stock/package.json':
    '{ "name": "stock", "scripts": { "start": "node src/main.js" }, "dependencies": { "kafkajs": "2.0.0", "@aws-sdk/lib-dynamodb": "3.0.0" } }',
  'services/stock/src/main.js': `import { Kafka } from 'kafkajs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';

const db = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const consumer = new Kafka({ brokers: ['kafka:9092'] }).consumer({ groupId: 'stock' });
await consumer.subscribe({ topic: 'lot.arrived' });
await consumer.run({
  eachMessage: async ({ message }) => {
    const { lot, sku, units } = JSON.parse(message.value.toString());
    const Put = { TableName: 'lots', Item: { lot }${put} };
    const Update = { TableName: 'stock', Key: { sku }, UpdateExpression: 'ADD units :units', ExpressionAttributeValues: { ':units': 1 } };
    await db.send(new TransactWriteCommand({ TransactItems: [{ Put }, { Update }] }));
  },
});
`,
});

export const documents: readonly Case[] = [
  {
    title: 'stock that is loaded, counted down and saved, behind a look whether there is enough',
    files: stock(
      '    const product = await Product.findById(order.productId);\n    if (!product || product.stock < order.quantity) return;\n    product.stock -= order.quantity;\n    await product.save();',
    ),
    findings: [
      {
        severity: 'warning',
        message: 'A redelivered "order.placed" would count twice in products',
        at: 'services/stock/src/main.js:8',
      },
    ],
  },
  {
    title: 'stock that is counted down behind a check of the message alone',
    files: stock(
      "    if (order.kind === 'gift') return;\n    const product = await Product.findById(order.productId);\n    product.stock -= order.quantity;\n    await product.save();",
    ),
    findings: [
      {
        severity: 'warning',
        message: 'A redelivered "order.placed" would count twice in products',
        at: 'services/stock/src/main.js:8',
      },
    ],
  },
  {
    title: 'stock that is counted down only while its status says so',
    files: stock(
      '    const product = await Product.findById(order.productId);\n    if (product.lastOrder === order.id) return;\n    product.stock -= order.quantity;\n    product.lastOrder = order.id;\n    await product.save();',
    ),
    findings: [],
  },
  {
    title: 'stock that is counted down only by what is newer',
    files: stock(
      '    const product = await Product.findById(order.productId);\n    if (order.version <= product.version) return;\n    product.stock -= order.quantity;\n    product.version = order.version;\n    await product.save();',
    ),
    findings: [],
  },
  {
    title: 'a document made of the message, whose schema asks for nothing unique',
    files: stock('    await new Reservation(order).save();'),
    findings: [
      {
        severity: 'warning',
        message: 'A redelivered "order.placed" would add a second row to reservations',
        at: 'services/stock/src/main.js:8',
      },
    ],
  },
  {
    title: 'a document whose schema has a unique field',
    files: stock(
      '    await new Reservation(order).save();',
      'new mongoose.Schema({ orderId: { type: String, unique: true } })',
    ),
    findings: [],
  },
  {
    title: 'a document whose key the message may bring',
    files: stock('    await new Reservation(order).save();', 'new mongoose.Schema({ _id: String, sku: String })'),
    findings: [],
  },
  {
    title: 'units that are counted in a transaction with a row that is put again',
    files: lots(''),
    findings: [
      {
        severity: 'warning',
        message: 'A redelivered "lot.arrived" would count twice in stock',
        at: 'services/stock/src/main.js:7',
      },
    ],
  },
  {
    title: 'units that are counted in a transaction with a row that may not be there yet',
    files: lots(", ConditionExpression: 'attribute_not_exists(lot)'"),
    findings: [],
  },
];
