import { describe, expect, test } from 'vitest';
import { storesOf, storeWith } from './opened.ts';

const url = { DATABASE_URL: 'postgres://user:pw@db:5432/shop' };
const parts = { DB_HOST: 'db', DB_PORT: '5432', DB_NAME: 'shop', DB_USER: 'u', DB_PASSWORD: 'p' };

describe('Sequelize', () => {
  test.each([
    [
      'models by definition',
      `const { Sequelize, DataTypes } = require('sequelize'); const sequelize = new Sequelize(process.env.DB_NAME, process.env.DB_USER, process.env.DB_PASSWORD, { host: process.env.DB_HOST, dialect: 'postgres' });
       const Order = sequelize.define('order', {}, { tableName: 'orders' }); await Order.findAll(); await Order.create({ id: 1 });`,
    ],
    [
      'models by class',
      `import { Sequelize, Model, DataTypes } from 'sequelize'; const sequelize = new Sequelize(process.env.DATABASE_URL!, { dialect: 'postgres' });
       class Order extends Model {} Order.init({ id: { type: DataTypes.INTEGER } }, { sequelize, modelName: 'Order', tableName: 'orders' }); await Order.findByPk(1); const o = Order.build({}); await Order.bulkCreate([{}]);`,
    ],
    [
      'models by decorator',
      `import { Sequelize, Table, Model, Column } from 'sequelize-typescript'; @Table({ tableName: 'orders' }) class Order extends Model { @Column name: string; }
       new Sequelize({ dialect: 'postgres', host: process.env.DB_HOST, database: process.env.DB_NAME, models: [Order] }); await Order.findOne({}); await Order.update({}, { where: {} });`,
    ],
    [
      'Nest',
      `import { Module, Injectable } from '@nestjs/common'; import { SequelizeModule, InjectModel } from '@nestjs/sequelize'; import { Table, Model, Column } from 'sequelize-typescript'; @Table({ tableName: 'orders' }) class Order extends Model<Order> {}
       @Injectable() export class Orders { constructor(@InjectModel(Order) private model: typeof Order) {} async onModuleInit() { await this.model.findAll(); await this.model.create({}); } }
       @Module({ imports: [SequelizeModule.forRoot({ dialect: 'postgres', host: process.env.DB_HOST, port: 5432, database: process.env.DB_NAME, models: [Order] }), SequelizeModule.forFeature([Order])], providers: [Orders] }) export class App {}`,
    ],
    [
      'SQL',
      `import { Sequelize, QueryTypes } from 'sequelize'; const db = new Sequelize(\`postgres://\${process.env.DB_USER}:\${process.env.DB_PASSWORD}@\${process.env.DB_HOST}:\${process.env.DB_PORT}/\${process.env.DB_NAME}\`);
       await db.query('SELECT * FROM orders', { type: QueryTypes.SELECT }); await db.query('UPDATE orders SET a = 1');`,
    ],
  ])('%s', (_, main) => {
    expect(storeWith(['postgres:db/shop', 'orders:r', 'orders:w'], main, { ...url, ...parts })).toBe('all there');
  });

  test('tables are those of the server that is opened, by whatever name its dialect goes', () => {
    const main = `import { Sequelize } from 'sequelize'; const db = new Sequelize({ dialect: 'mariadb', host: 'db', port: 3306, database: 'shop' });
      const Order = db.define('order', {}, { tableName: 'orders' }); await Order.findAll();`;
    expect(storeWith(['mysql:db/shop', 'orders:r'], main, {})).toBe('all there');
  });

  test('a model without a table name has the plural of its own', () => {
    const main = `import { Sequelize } from 'sequelize'; const db = new Sequelize('mysql://u:p@mysql/shop'); const Order = db.define('Order', {}); await Order.findAll();`;
    expect(storesOf(main)).toEqual(['mysql:mysql/shop Orders:r']);
  });
});
