import { describe, expect, test } from 'vitest';
import { effectsOf, modelOf, services } from './workspace.ts';

const effects = (main: string, more: Readonly<Record<string, string>> = {}) =>
  effectsOf(modelOf(services({ orders: {} }), { 'orders/src/main.ts': main, ...more }), 'orders POST /orders');
const route = (imports: string, body: string) => `
  import express from 'express'; ${imports}
  const app = express();
  app.post('/orders', async (req, res) => { const order = req.body; ${body} });`;

const mongoose = (body: string) =>
  route(`import mongoose from 'mongoose'; const Product = mongoose.model('Product', new mongoose.Schema({}));`, body);
const typeorm = (body: string) =>
  route(
    `import { DataSource, Entity } from 'typeorm'; @Entity('products') class Product {}
     const products = new DataSource({ type: 'postgres' }).getRepository(Product);`,
    body,
  );
const prisma = (body: string) =>
  route(`import { PrismaClient } from '@prisma/client'; const db = new PrismaClient();`, body);
const sequelize = (body: string) =>
  route(
    `import { DataTypes, Sequelize } from 'sequelize'; const db = new Sequelize('postgres://db/shop');
     const Product = db.define('products', { stock: DataTypes.INTEGER });`,
    body,
  );

describe('a row that is loaded, counted on and stored again', () => {
  test.each([
    ['-=', 'const p = await Product.findById(order.id); p.stock -= order.quantity; await p.save();'],
    ['++', 'const p = await Product.findById(order.id).populate("shop"); p.sold++; await p.save();'],
    ['a sum', 'const p = await Product.findById(order.id); p.sold = (p.sold || 0) + 1; await p.save();'],
    [
      'a name for it',
      'const p = await Product.findById(1); const stock = p.stock - 1; p.stock = stock; await p.save();',
    ],
    ['a longer list', 'const p = await Product.findById(1); p.buyers = [...p.buyers, order.buyer]; await p.save();'],
    ['a field of a field', 'const p = await Product.findById(1); p.counts.sold += 1; await p.save();'],
    [
      'a new number',
      'const p = await Product.findById(1); await Product.updateOne({ _id: 1 }, { stock: p.stock - 1 });',
    ],
    ['each of several', 'for (const p of await Product.find()) { p.stock -= 1; await p.save(); }'],
    [
      'the same in $set',
      'const p = await Product.findById(1); await Product.updateOne({ _id: 1 }, { $set: { stock: p.stock - 1 } });',
    ],
  ])('counts with mongoose by %s', (_, body) => {
    expect(effects(mongoose(body))).toEqual(['read products', 'increment products']);
  });

  test.each([
    ['TypeORM', typeorm('const p = await products.findOneBy({ id: 1 }); p.stock -= 1; await products.save(p);')],
    [
      'TypeORM by update',
      typeorm('const p = await products.findOneBy({ id: 1 }); await products.update(1, { stock: p.stock - 1 });'),
    ],
    [
      'Prisma',
      prisma(
        'const p = await db.products.findUnique({ where: { id: 1 } }); await db.products.update({ where: { id: 1 }, data: { stock: p.stock - 1 } });',
      ),
    ],
    ['Sequelize', sequelize('const p = await Product.findByPk(1); p.stock -= 1; await p.save();')],
    ['Sequelize by update', sequelize('const p = await Product.findByPk(1); await p.update({ stock: p.stock - 1 });')],
  ])('counts with %s', (_, main) => {
    expect(effects(main)).toEqual(['read products', 'increment products']);
  });

  test.each([
    ['mongoose', mongoose('await Product.updateOne({ _id: 1 }, { $inc: { sold: 1 } }, { upsert: true });')],
    [
      'Prisma',
      prisma(
        'await db.products.upsert({ where: { id: 1 }, create: { sold: 1 }, update: { sold: { increment: 1 } } });',
      ),
    ],
  ])('counts with %s, be the row there or not', (_, main) => {
    expect(effects(main)).toEqual(['increment products']);
  });

  test.each([
    ['mongoose', mongoose('await Product.updateOne({ _id: 1 }, { $set: { sold: 1 } }, { upsert: true });')],
    ['Prisma', prisma('await db.products.upsert({ where: { id: 1 }, create: { sold: 1 }, update: { sold: 1 } });')],
  ])('sets with %s, be the row there or not', (_, main) => {
    expect(effects(main)).toEqual(['upsert products']);
  });

  test('counts through a repository of one’s own', () => {
    const main = route(
      `import { Products } from './products'; const products = new Products();`,
      'const p = await products.byId(order.id); p.revenue = p.revenue + order.total; await products.store(p);',
    );
    const more = {
      'orders/src/products.ts': `import { DataSource, Entity } from 'typeorm'; @Entity('products') class Product {}
        const source = new DataSource({ type: 'postgres' });
        export class Products {
          private rows = source.getRepository(Product);
          async byId(id) { return await this.rows.findOne({ where: { id } }); }
          async store(product) { return this.rows.save(product); }
        }`,
    };
    expect(effects(main, more)).toEqual(['read products', 'increment products']);
  });

  test.each([
    ['what is set', 'const p = await Product.findById(1); p.stock = order.stock; await p.save();'],
    [
      'what the message is counted with',
      'const p = await Product.findById(1); p.price = order.price * 100; await p.save();',
    ],
    [
      'an update counted from the message',
      'await Product.findById(1); await Product.updateOne({ _id: 1 }, { price: order.price * 100 });',
    ],
    ['a version', 'const p = await Product.findById(1); p.version += 1; p.name = order.name; await p.save();'],
    [
      'what is counted behind a check',
      'const p = await Product.findById(1); if (p.status !== "paid") { p.paid += 1; p.status = "paid"; } await p.save();',
    ],
    ['another row', 'const p = await Product.findById(1); const sum = {}; sum.stock += p.stock; await p.save();'],
  ])('does not count %s', (_, body) => {
    expect(effects(mongoose(body))).toEqual(['read products', 'update products']);
  });
});
