import { describe, expect, test } from 'vitest';
import { storesOf } from './opened.ts';

const env = { MONGO_URL: 'mongodb://mongo:27017/shop', MONGO_HOST: 'mongo' };
const wanted = ['mongo:mongo/shop orders:r orders:w'];
const model = `const orderSchema = new mongoose.Schema({ number: { type: String, unique: true } }); const Order = mongoose.model('Order', orderSchema); await Order.find({}); await Order.create({});`;

describe('Mongoose', () => {
  test.each([
    ['connect', `import mongoose from 'mongoose'; await mongoose.connect(process.env.MONGO_URL!); ${model}`],
    [
      'connect, with the name of the database',
      `const mongoose = require('mongoose'); mongoose.connect(\`mongodb://\${process.env.MONGO_HOST}\`, { dbName: 'shop' }).then(() => {}); ${model}`,
    ],
    [
      'a connection of its own',
      `import mongoose, { Schema } from 'mongoose'; const connection = mongoose.createConnection(process.env.MONGO_URL); const Order = connection.model('Order', new Schema({})); await Order.findOne(); const o = new Order({}); await o.save();`,
    ],
    [
      'a collection by name',
      `import { connect, model, Schema } from 'mongoose'; await connect(process.env.MONGO_URL); const Bestellung = model('Bestellung', new Schema({}, { collection: 'orders' })); await Bestellung.findById(1); await Bestellung.updateOne({}, {});`,
    ],
    [
      'statics and instances',
      `import mongoose from 'mongoose'; mongoose.connect(process.env.MONGO_URL); const schema = new mongoose.Schema({}); schema.statics.build = (a) => new Order(a); const Order = mongoose.model('Order', schema); const order = Order.build({}); await order.save(); const found = await Order.findById(1); found.set({}); await found.save();`,
    ],
    [
      'Nest',
      `import { Module, Injectable } from '@nestjs/common'; import { MongooseModule, InjectModel, Prop, Schema, SchemaFactory } from '@nestjs/mongoose'; import { HydratedDocument, Model } from 'mongoose';
       @Schema() export class Order { @Prop() number: string } export type OrderDocument = HydratedDocument<Order>; export const OrderSchema = SchemaFactory.createForClass(Order);
       @Injectable() export class Orders { constructor(@InjectModel(Order.name) private model: Model<OrderDocument>) {} async onModuleInit() { await this.model.find().exec(); await new this.model({}).save(); } }
       @Module({ imports: [MongooseModule.forRootAsync({ useFactory: () => ({ uri: process.env.MONGO_URL }) }), MongooseModule.forFeature([{ name: Order.name, schema: OrderSchema }])], providers: [Orders] }) export class App {}`,
    ],
  ])('%s', (_, main) => {
    const stores = storesOf(main, env).map((store) => store.replace(/ \w+:d/, ''));
    expect(stores).toEqual(wanted);
  });
});

describe('the driver of MongoDB', () => {
  test.each([
    [
      'a client',
      `import { MongoClient } from 'mongodb'; const client = new MongoClient(process.env.MONGO_URL!); await client.connect(); const orders = client.db().collection('orders'); await orders.findOne({}); await orders.insertOne({});`,
    ],
    [
      'a database by name',
      `const { MongoClient } = require('mongodb'); const client = await MongoClient.connect('mongodb://mongo:27017'); const db = client.db('shop'); await db.collection('orders').aggregate([]).toArray(); await db.collection('orders').updateOne({}, { $set: {} });`,
    ],
    [
      'callbacks',
      `const mongo = require('mongodb').MongoClient; let orders; mongo.connect(process.env.MONGO_URL, (error, client) => { const db = client.db('shop'); orders = db.collection('orders'); orders.find({}).toArray(); orders.insertMany([]); });`,
    ],
  ])('%s', (_, main) => {
    expect(storesOf(main, env)).toEqual(wanted);
  });
});

describe('Elasticsearch and OpenSearch', () => {
  test.each([
    [
      'a client',
      `import { Client } from '@elastic/elasticsearch'; const client = new Client({ node: process.env.ELASTIC });`,
    ],
    [
      'a client of OpenSearch',
      `const { Client } = require('@opensearch-project/opensearch'); const client = new Client({ node: 'http://elastic:9200' });`,
    ],
  ])('%s', (_, open) => {
    const main = `${open} await client.index({ index: 'orders', id: '1', document: {} }); await client.search({ index: 'products', query: {} }); await client.bulk({ operations: docs.flatMap((d) => [{ index: { _index: 'lines' } }, d]) }); await client.indices.create({ index: 'orders' });`;
    expect(storesOf(main, { ELASTIC: 'http://elastic:9200' })).toEqual(['elasticsearch:elastic orders:w products:r']);
  });
});

describe('DynamoDB', () => {
  const wantedTables = ['dynamodb:aws/lines lines:r', 'dynamodb:aws/orders orders:r orders:w'];
  const tablesOf = (main: string, more = {}) => storesOf(main, { ORDERS_TABLE: 'orders', ...more });

  test.each([
    [
      'documents',
      `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'; import { DynamoDBDocumentClient, PutCommand, GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
       const client = DynamoDBDocumentClient.from(new DynamoDBClient({})); await client.send(new PutCommand({ TableName: process.env.ORDERS_TABLE, Item: {} })); await client.send(new GetCommand({ TableName: 'orders', Key: {} })); await client.send(new QueryCommand({ TableName: 'lines' }));`,
    ],
    [
      'items',
      `import { DynamoDBClient, PutItemCommand, ScanCommand, GetItemCommand } from '@aws-sdk/client-dynamodb'; const client = new DynamoDBClient({ region: 'eu-west-1' }); await client.send(new PutItemCommand({ TableName: 'orders', Item: {} })); await client.send(new ScanCommand({ TableName: 'orders' })); await client.send(new GetItemCommand({ TableName: 'lines', Key: {} }));`,
    ],
    [
      'the document client of SDK 2',
      `const AWS = require('aws-sdk'); const db = new AWS.DynamoDB.DocumentClient(); await db.put({ TableName: 'orders', Item: {} }).promise(); await db.get({ TableName: 'orders', Key: {} }).promise(); db.query({ TableName: 'lines' }, (e, d) => {});`,
    ],
    [
      'the aggregated document client',
      `import { DynamoDB } from '@aws-sdk/client-dynamodb'; import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb'; const db = DynamoDBDocument.from(new DynamoDB({})); await db.put({ TableName: 'orders', Item: {} }); await db.get({ TableName: 'orders', Key: {} }); await db.scan({ TableName: 'lines' });`,
    ],
    [
      'Dynamoose',
      `import * as dynamoose from 'dynamoose'; const Order = dynamoose.model('orders', new dynamoose.Schema({ id: String })); const Line = dynamoose.model('lines', {}); await Order.create({ id: '1' }); await Order.get('1'); await Line.query('id').eq('1').exec();`,
    ],
    [
      'several tables at once',
      `import { DynamoDBClient } from '@aws-sdk/client-dynamodb'; import { DynamoDBDocumentClient, TransactWriteCommand, BatchGetCommand } from '@aws-sdk/lib-dynamodb'; const db = DynamoDBDocumentClient.from(new DynamoDBClient({}));
       await db.send(new TransactWriteCommand({ TransactItems: [{ Put: { TableName: 'orders', Item: {} } }] })); await db.send(new BatchGetCommand({ RequestItems: { orders: { Keys: [] }, lines: { Keys: [] } } }));`,
    ],
  ])('%s', (_, main) => {
    expect(tablesOf(main)).toEqual(wantedTables);
  });

  test('is the same at an endpoint of its own', () => {
    const main = `import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'; const client = new DynamoDBClient({ endpoint: 'http://dynamodb:8000' }); await client.send(new PutItemCommand({ TableName: 'orders', Item: {} }));`;
    expect(storesOf(main)).toEqual(['dynamodb:dynamodb:8000/orders orders:w']);
  });
});
