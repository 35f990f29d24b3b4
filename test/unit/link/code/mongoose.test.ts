import { describe, expect, test } from 'vitest';
import { effectsOf, modelOf, services } from './workspace.ts';

const model = (text: string, body = 'await Order.find();') =>
  modelOf(services({ orders: { MONGO_URL: 'mongodb://mongo/shop' } }), {
    'orders/src/main.ts': `import express from 'express'; import mongoose, { Schema, model } from 'mongoose';
      mongoose.connect(process.env.MONGO_URL); ${text}
      const app = express(); app.post('/orders', async (req, res) => { ${body} });`,
  });
const keysIn = (text: string) => model(text).uniqueKeys.map(({ table, columns }) => `${table} ${columns.join()}`);

describe('a model of mongoose', () => {
  test('is called by its name, whatever its type is called', () => {
    const found = model(
      'interface OrderSchemaType { sku: string } const Order = model<OrderSchemaType>("Order", new Schema({}));',
      'await new Order(req.body).save(); await Order.findOne();',
    );
    expect(effectsOf(found, 'orders POST /orders')).toEqual(['insert orders', 'read orders']);
  });

  test('is declared in a module of Nest', () => {
    expect(
      keysIn(`import { MongooseModule } from '@nestjs/mongoose'; import { Module } from '@nestjs/common';
        const OrderSchema = new Schema({ sku: { type: String, unique: true } });
        @Module({ imports: [MongooseModule.forFeature([{ name: 'Order', schema: OrderSchema }])] }) export class OrdersModule {}`),
    ).toEqual(['orders sku']);
  });

  test('is called as its schema says', () => {
    const found = model('const Order = model("Order", new Schema({ sku: String }, { collection: "purchases" }));');
    expect(effectsOf(found, 'orders POST /orders')).toEqual(['read purchases']);
  });

  test('declares its collection', () => {
    const tables = model('const Order = mongoose.model("Order", new mongoose.Schema({ sku: String }));').stores.flatMap(
      ({ users }) => users.flatMap((user) => user.tables.map(({ table, access }) => `${access} ${table}`)),
    );
    expect(tables).toEqual(['reads orders', 'declares orders']);
  });

  test('has the unique keys of its schema', () => {
    expect(
      keysIn(`const schema = new Schema<Order>({ sku: { type: String, unique: true }, name: String, mail: { type: String, index: { unique: true } } });
        schema.index({ customer: 1, cart: 1 }, { unique: true }); schema.index({ name: 1 });
        const Order = model('Order', schema);`),
    ).toEqual(['orders sku', 'orders mail', 'orders customer,cart']);
  });
});
