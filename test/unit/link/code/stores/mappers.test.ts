import { describe, expect, test } from 'vitest';
import { storesOf, storeWith } from './opened.ts';

const url = { DATABASE_URL: 'postgres://user:pw@db:5432/shop' };
const parts = { DB_HOST: 'db', DB_PORT: '5432', DB_NAME: 'shop', DB_USER: 'u', DB_PASSWORD: 'p' };
const entity = `import { Entity, PrimaryGeneratedColumn, Column, BaseEntity } from 'typeorm';
  @Entity({ name: 'orders' }) export class Order extends BaseEntity { @PrimaryGeneratedColumn('uuid') id: string; @Column({ unique: true }) number: string; }
  @Entity() export class OrderLine { @PrimaryGeneratedColumn() id: number; }`;
const files = { 'orders/src/entities.ts': entity };

describe('TypeORM', () => {
  test.each([
    [
      'a data source',
      `import { DataSource } from 'typeorm'; import { Order, OrderLine } from './entities';
       const source = new DataSource({ type: 'postgres', host: process.env.DB_HOST, port: Number(process.env.DB_PORT), database: process.env.DB_NAME, entities: [Order] });
       await source.initialize();
       const orders = source.getRepository(Order);
       await orders.findOneBy({ id: '1' }); await orders.insert({});
       await source.createQueryBuilder().update(OrderLine).set({ id: 1 }).where('id = :id', { id: 2 }).execute();`,
    ],
    [
      'Nest, asynchronously',
      `import { Module, Injectable } from '@nestjs/common'; import { TypeOrmModule, InjectRepository } from '@nestjs/typeorm'; import { ConfigModule, ConfigService } from '@nestjs/config'; import { Repository } from 'typeorm'; import { Order, OrderLine } from './entities';
       @Injectable() export class Orders { constructor(@InjectRepository(Order) private readonly orders: Repository<Order>, @InjectRepository(OrderLine) private lines: Repository<OrderLine>) {}
         async onModuleInit() { await this.orders.find({ relations: ['lines'] }); await this.orders.save(this.orders.create({})); await this.lines.createQueryBuilder('l').update().set({}).execute(); } }
       @Module({ imports: [ConfigModule.forRoot(), TypeOrmModule.forRootAsync({ imports: [ConfigModule], inject: [ConfigService],
         useFactory: (config: ConfigService) => ({ type: 'postgres', host: config.get<string>('DB_HOST'), port: +config.get('DB_PORT'), database: config.get('DB_NAME'), autoLoadEntities: true }) }),
         TypeOrmModule.forFeature([Order, OrderLine])], providers: [Orders] }) export class App {}`,
    ],
    [
      'a URL, and active records',
      `import { createConnection, getRepository } from 'typeorm'; import { Order, OrderLine } from './entities';
       await createConnection({ type: 'postgres', url: process.env.DATABASE_URL, synchronize: true });
       await Order.find(); const order = Order.create({}); await order.save();
       await getRepository(OrderLine).delete({ id: 1 });`,
    ],
    [
      'an entity manager in a transaction',
      `import { DataSource, EntityManager } from 'typeorm'; import { Order, OrderLine } from './entities';
       export const AppDataSource = new DataSource({ type: 'postgres', url: process.env.DATABASE_URL });
       await AppDataSource.transaction(async (manager) => { await manager.findOne(Order, { where: {} }); await manager.save(Order, {}); await manager.getRepository(OrderLine).increment({ id: 1 }, 'n', 1); });`,
    ],
    [
      'a query runner',
      `import { DataSource } from 'typeorm'; const source = new DataSource({ type: 'postgres', url: process.env.DATABASE_URL });
       const runner = source.createQueryRunner(); await runner.connect(); await runner.startTransaction();
       await runner.query('SELECT * FROM orders'); await runner.manager.query('insert into orders (id) values ($1)', [1]); await source.query('update order_line set x = 1'); await runner.commitTransaction();`,
    ],
    [
      'a repository of one’s own',
      `import { DataSource, Repository, EntityRepository } from 'typeorm'; import { Order, OrderLine } from './entities';
       const source = new DataSource({ type: 'postgres', url: process.env.DATABASE_URL });
       class OrderRepository extends Repository<Order> { constructor(d: DataSource) { super(Order, d.createEntityManager()); } byNumber(n: string) { return this.findOne({ where: { number: n } }); } }
       const repository = new OrderRepository(source); await repository.byNumber('1'); await repository.insert({});
       await source.getRepository(OrderLine).softDelete({});`,
    ],
  ])('%s', (_, main) => {
    expect(
      storeWith(['postgres:db/shop', 'orders:r', 'orders:w', 'order_line:w'], main, { ...url, ...parts }, files),
    ).toBe('all there');
  });

  test('declares what its entities stand for', () => {
    const main = `import { DataSource } from 'typeorm'; import { Order } from './entities'; new DataSource({ type: 'mysql', host: 'mysql', database: 'shop', entities: [Order] });`;
    expect(storesOf(main, {}, files)).toEqual(['mysql:mysql/shop order_line:d orders:d']);
  });
});

describe('MikroORM', () => {
  const entity = `import { Entity, PrimaryKey, Property, EntitySchema } from '@mikro-orm/core'; @Entity({ tableName: 'orders' }) export class Order { @PrimaryKey() id!: number; } @Entity() export class OrderLine {}`;
  test.each([
    [
      'init with a configuration of its own file',
      `import { MikroORM } from '@mikro-orm/postgresql'; import config from './mikro-orm.config'; import { Order, OrderLine } from './entities';
       const orm = await MikroORM.init(config); const em = orm.em.fork(); await em.find(Order, {}); const order = em.create(Order, {}); await em.persistAndFlush(order); await em.nativeDelete(OrderLine, {});`,
    ],
    [
      'Nest',
      `import { Module, Injectable } from '@nestjs/common'; import { MikroOrmModule, InjectRepository } from '@mikro-orm/nestjs'; import { EntityManager, EntityRepository } from '@mikro-orm/postgresql'; import config from './mikro-orm.config'; import { Order, OrderLine } from './entities';
       @Injectable() export class Orders { constructor(@InjectRepository(Order) private readonly repo: EntityRepository<Order>, private readonly em: EntityManager) {} async onModuleInit() { await this.repo.findAll(); await this.repo.insert({}); await this.em.nativeDelete(OrderLine, {}); } }
       @Module({ imports: [MikroOrmModule.forRoot(config), MikroOrmModule.forFeature([Order])], providers: [Orders] }) export class App {}`,
    ],
  ])('%s', (_, main) => {
    const more = {
      'orders/src/entities.ts': entity,
      'orders/src/mikro-orm.config.ts': `import { defineConfig } from '@mikro-orm/postgresql'; export default defineConfig({ host: process.env.DB_HOST, port: 5432, dbName: process.env.DB_NAME, entities: ['dist/**/*.entity.js'] });`,
    };
    expect(storeWith(['postgres:db/shop', 'order_line:w', 'orders:r', 'orders:w'], main, parts, more)).toBe(
      'all there',
    );
  });
});
