import { expect, test } from 'vitest';
import { storesOf } from './opened.ts';

const entities = {
  'orders/src/entities.ts': `import { Entity, OneToMany, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
    @Entity('orders') export class Order { @PrimaryGeneratedColumn() id: number; @OneToMany(() => Line, (line) => line.order) lines: Line[]; @ManyToOne(() => Customer) customer: Customer; }
    @Entity('lines') export class Line { @ManyToOne(() => Order, (order) => order.lines) order: Order; @ManyToOne(() => Product) product: Product; }
    @Entity('customers') export class Customer {} @Entity('products') export class Product {}`,
};
const source = `import { DataSource, Repository } from 'typeorm'; import { Order, Customer } from './entities';
  const source = new DataSource({ type: 'postgres', url: 'postgres://db/shop' }); const orders = source.getRepository(Order);`;

/** The tables that are read, of the one store. */
const readIn = (main: string, more: Record<string, string> = {}) =>
  storesOf(main, {}, more).flatMap((store) => store.split(' ').filter((word) => word.endsWith(':r')));

test.each([
  [`await orders.find({ relations: ['lines', 'lines.product'] });`, ['lines:r', 'orders:r', 'products:r']],
  [`await orders.findOne({ relations: { lines: { product: true } } });`, ['lines:r', 'orders:r', 'products:r']],
  [`await source.manager.find(Order, { relations: ['customer'] });`, ['customers:r', 'orders:r']],
  [
    `await orders.createQueryBuilder('o').leftJoinAndSelect('o.lines', 'line').innerJoin('line.product', 'p').getMany();`,
    ['lines:r', 'orders:r', 'products:r'],
  ],
  [
    `await source.createQueryBuilder(Order, 'o').leftJoinAndMapOne('o.who', Customer, 'c', 'c.id = o.customer').getOne();`,
    ['customers:r', 'orders:r'],
  ],
  [
    `await orders.createQueryBuilder('o').innerJoin('refunds', 'r', 'r.order = o.id').getMany();`,
    ['orders:r', 'refunds:r'],
  ],
  [`await orders.find({ where: { id: 1 } });`, ['orders:r']],
])('TypeORM reads what is related: %s', (use, tables) => {
  expect(readIn(`${source} ${use}`, entities)).toEqual(tables);
});

test('TypeORM reads what is related to an entity that Nest injects the repository of', () => {
  const main = `import { Injectable, Module } from '@nestjs/common'; import { TypeOrmModule, InjectRepository } from '@nestjs/typeorm'; import { Repository } from 'typeorm'; import { Order } from './entities';
    @Injectable() export class Orders { constructor(@InjectRepository(Order) private readonly orders: Repository<Order>) {}
      async onModuleInit() { await this.orders.findOne({ where: { id: 1 }, relations: ['customer'] }); await this.orders.createQueryBuilder('order').leftJoinAndSelect('order.lines', 'line').getMany(); } }
    @Module({ imports: [TypeOrmModule.forRoot({ type: 'postgres', url: 'postgres://db/shop' }), TypeOrmModule.forFeature([Order])], providers: [Orders] }) export class App {}`;
  expect(readIn(main, entities)).toEqual(['customers:r', 'lines:r', 'orders:r']);
});

const mongoose = `import mongoose, { Schema, model } from 'mongoose'; mongoose.connect('mongodb://db/shop');
  const User = model('User', new Schema({ mail: String }));
  const Order = model('Order', new Schema({ user: { type: Schema.Types.ObjectId, ref: 'User' }, items: [{ type: Schema.Types.ObjectId, ref: 'Product' }] }));`;

test.each([
  [`await Order.find().populate('user');`, ['orders:r', 'users:r']],
  [`await Order.findById('1').populate('user items').exec();`, ['orders:r', 'products:r', 'users:r']],
  [
    `await Order.find().populate({ path: 'user', select: 'mail' }).populate(['items']);`,
    ['orders:r', 'products:r', 'users:r'],
  ],
  [`await Order.find().populate({ path: 'refund', model: User });`, ['orders:r', 'users:r']],
])('mongoose reads what is populated: %s', (use, tables) => {
  expect(readIn(`${mongoose} ${use}`)).toEqual(tables);
});

test('mongoose reads what is populated of a class of Nest', () => {
  const main = `import { Injectable, Module } from '@nestjs/common'; import { MongooseModule, InjectModel, Prop, Schema, SchemaFactory } from '@nestjs/mongoose'; import { Model, Types } from 'mongoose';
    @Schema() export class User {} 
    @Schema() export class Order { @Prop({ type: Types.ObjectId, ref: User.name }) user: User; @Prop({ type: [{ type: Types.ObjectId, ref: 'Product' }] }) items: string[]; }
    @Injectable() export class Orders { constructor(@InjectModel(Order.name) private readonly orders: Model<Order>) {} async onModuleInit() { await this.orders.find().populate('user').populate('items'); } }
    @Module({ imports: [MongooseModule.forRoot('mongodb://db/shop'), MongooseModule.forFeature([{ name: Order.name, schema: SchemaFactory.createForClass(Order) }])], providers: [Orders] }) export class App {}`;
  expect(readIn(main)).toEqual(['orders:r', 'products:r', 'users:r']);
});

test('Prisma reads what is included', () => {
  const schema = `datasource db {\n provider = "postgresql"\n url = "postgres://db/shop"\n}\nmodel Order {\n id Int @id\n lines OrderLine[]\n customer Customer? @relation(fields: [cid], references: [id])\n cid Int\n @@map("orders")\n}\nmodel OrderLine {\n id Int @id\n product Product @relation(fields: [pid], references: [id])\n pid Int\n}\nmodel Customer {\n id Int @id\n @@map("customers")\n}\nmodel Product {\n id Int @id\n @@map("products")\n}\n`;
  const main = `import { PrismaClient } from '@prisma/client'; const prisma = new PrismaClient();
    await prisma.order.findMany({ include: { lines: { include: { product: true } }, customer: false } });`;
  expect(readIn(main, { 'orders/prisma/schema.prisma': schema })).toEqual(['OrderLine:r', 'orders:r', 'products:r']);
});

test('Sequelize reads what is included', () => {
  const main = `import { Sequelize, DataTypes, Model } from 'sequelize'; const sequelize = new Sequelize('postgres://db/shop');
    const Order = sequelize.define('Order', {}); const Line = sequelize.define('Line', {}, { tableName: 'lines' });
    class Product extends Model {} Product.init({}, { sequelize, modelName: 'Product', tableName: 'products' });
    await Order.findAll({ include: [{ model: Line, include: [Product] }] });`;
  expect(readIn(main)).toEqual(['Orders:r', 'lines:r', 'products:r']);
});
