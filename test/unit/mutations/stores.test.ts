import type { Kind, Mark } from './mutation.ts';
import { mutations } from './mutation.ts';

type Store = Pick<Kind, 'imports' | 'type' | 'make' | 'use' | 'late' | 'without' | 'also'> & {
  readonly address: (name: string) => string;
  /** The store as the map names it. */
  readonly id: (name: string) => string;
  readonly role?: 'data' | 'cache';
  /** What is read in it, as the map names it; nothing in a cache. */
  readonly table?: string;
};

const snake = (name: string): string => name.replaceAll('-', '_');

/** Every style has a store of its own; the line that opens it proves it, the line that uses it proves its table. */
const store = ({ id, role = 'data', table = role === 'data' ? 'parts' : '', ...parts }: Store): Kind => ({
  ...parts,
  subject: () => 'parts',
  adds: ({ name }): Readonly<Record<string, Mark>> => ({
    [`${role} store ${id(name)} of orders`]: 'make',
    ...(table === '' ? {} : { [`orders reads ${table} of ${id(name)}`]: 'use' }),
  }),
});

/** In the cloud a table is a store of its own, which shows where it is used. */
const table = ({ id, ...parts }: Store): Kind => ({
  ...parts,
  subject: (name) => `parts-${name}`,
  adds: ({ name, subject }) => ({
    [`data store ${id(name)} of orders`]: 'use',
    [`orders reads ${subject} of ${id(name)}`]: 'use',
  }),
});

/** What is modelled is declared, wherever the only connection is. */
const declared =
  (id: Store['id']): NonNullable<Kind['mayAdd']> =>
  ({ name }) => [`orders declares parts of ${id(name)}`];

const sql = (engine: string, scheme: string) => ({
  address: (name: string) => `${scheme}://app:app@warehouse/${snake(name)}`,
  id: (name: string) => `${engine}:warehouse/${snake(name)}`,
});

mutations({
  pg: store({
    ...sql('postgres', 'postgres'),
    imports: `import { Pool } from 'pg';`,
    type: 'Pool',
    make: (address) => `new Pool({ connectionString: ${address} })`,
    use: (client, subject) => `await ${client}.query(\`select * from \${${subject}}\`)`,
  }),
  'postgres.js': store({
    ...sql('postgres', 'postgres'),
    imports: `import postgres, { type Sql } from 'postgres';`,
    type: 'Sql',
    make: (address) => `postgres(${address})`,
    use: (client) => `await ${client}\`select * from parts where id = \${1}\``,
  }),
  mysql2: store({
    ...sql('mysql', 'mysql'),
    imports: `import { createPool, type Pool } from 'mysql2/promise';`,
    type: 'Pool',
    make: (address) => `createPool(${address})`,
    use: (client, subject) => `await ${client}.execute(\`select * from \${${subject}}\`)`,
  }),
  mongodb: store({
    address: (name) => `mongodb://mongo:27017/${snake(name)}`,
    id: (name) => `mongo:mongo/${snake(name)}`,
    imports: `import { MongoClient } from 'mongodb';`,
    type: 'MongoClient',
    make: (address) => `new MongoClient(${address})`,
    use: (client, subject) => `await ${client}.db().collection(${subject}).findOne({})`,
  }),
  mongoose: {
    ...store({
      address: (name) => `mongodb://mongo:27017/${snake(name)}`,
      id: (name) => `mongo:mongo/${snake(name)}`,
      imports: `import mongoose, { type Connection } from 'mongoose';`,
      type: 'Connection',
      make: (address) => `mongoose.createConnection(${address})`,
      use: (client, subject) => `await ${client}.model(${subject}, new mongoose.Schema({})).findOne({})`,
    }),
    mayAdd: declared((name) => `mongo:mongo/${snake(name)}`),
  },
  ioredis: store({
    address: (name) => `redis://cache-${name}:6379`,
    id: (name) => `redis:cache-${name}`,
    role: 'cache',
    imports: `import { Redis } from 'ioredis';`,
    type: 'Redis',
    make: (address) => `new Redis(${address})`,
    use: (client, subject) => `await ${client}.get(${subject})`,
  }),
  'node-redis': store({
    address: (name) => `redis://cache-${name}:6379`,
    id: (name) => `redis:cache-${name}`,
    role: 'cache',
    imports: `import { createClient, type RedisClientType } from 'redis';`,
    type: 'RedisClientType',
    late: true,
    make: (address) => `await createClient({ url: ${address} }).connect()`,
    use: (client, subject) => `await ${client}.get(${subject})`,
  }),
  'better-sqlite3': store({
    address: (name) => `/data/${name}.db`,
    id: (name) => `sqlite:/data/${name}.db`,
    imports: `import Database from 'better-sqlite3';`,
    type: 'Database.Database',
    make: (address) => `new Database(${address})`,
    use: (client, subject) => `${client}.prepare(\`select * from \${${subject}}\`).all()`,
  }),
  TypeORM: store({
    ...sql('postgres', 'postgres'),
    imports: `import { DataSource } from 'typeorm';`,
    type: 'DataSource',
    make: (address) => `new DataSource({ type: 'postgres', url: ${address}, entities: [] })`,
    use: (client, subject) => `await ${client}.getRepository(${subject}).find()`,
  }),
  Drizzle: store({
    ...sql('postgres', 'postgres'),
    imports: `import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';\nimport { pgTable } from 'drizzle-orm/pg-core';`,
    type: 'NodePgDatabase',
    make: (address) => `drizzle(${address})`,
    use: (client, subject) => `await ${client}.select().from(pgTable(${subject}, {}))`,
  }),
  Knex: store({
    ...sql('postgres', 'postgres'),
    imports: `import knex, { type Knex } from 'knex';`,
    type: 'Knex',
    make: (address) => `knex({ client: 'pg', connection: ${address} })`,
    use: (client, subject) => `await ${client}(${subject}).where({ id: 1 }).select('*')`,
  }),
  Kysely: store({
    ...sql('postgres', 'postgres'),
    imports: `import { Kysely, PostgresDialect } from 'kysely';\nimport { Pool } from 'pg';`,
    type: 'Kysely<Record<string, never>>',
    make: (address) =>
      `new Kysely({ dialect: new PostgresDialect({ pool: new Pool({ connectionString: ${address} }) }) })`,
    use: (client, subject) => `await ${client}.selectFrom(${subject}).selectAll().execute()`,
  }),
  Sequelize: store({
    ...sql('mysql', 'mysql'),
    imports: `import { Sequelize } from 'sequelize';`,
    type: 'Sequelize',
    make: (address) => `new Sequelize(${address})`,
    use: (client, subject) => `await ${client}.define(${subject}, {}).findAll()`,
  }),
  Prisma: store({
    ...sql('postgres', 'postgres'),
    imports: `import { PrismaClient } from '@prisma/client';`,
    type: 'PrismaClient',
    make: (address) => `new PrismaClient({ datasources: { db: { url: ${address} } } })`,
    use: (client) => `await ${client}.part.findMany()`,
    also: () => ({
      'services/orders/prisma/schema.prisma': [
        'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL_OF_ALL")\n}',
        'model Part {\n  id Int @id\n  @@map("parts")\n}',
      ].join('\n'),
    }),
  }),
  MikroORM: store({
    ...sql('postgres', 'postgres'),
    imports: `import { MikroORM } from '@mikro-orm/postgresql';`,
    type: 'MikroORM',
    late: true,
    make: (address) => `await MikroORM.init({ clientUrl: ${address}, entities: [] })`,
    use: (client, subject) => `await ${client}.em.fork().find(${subject}, {})`,
  }),
  Elasticsearch: store({
    address: (name) => `http://search-${name}:9200`,
    id: (name) => `elasticsearch:search-${name}`,
    imports: `import { Client } from '@elastic/elasticsearch';`,
    type: 'Client',
    make: (address) => `new Client({ node: ${address} })`,
    use: (client, subject) => `await ${client}.search({ index: ${subject} })`,
  }),
  DynamoDB: table({
    address: () => 'eu-west-1',
    id: (name) => `dynamodb:aws/parts-${name}`,
    imports: `import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';`,
    type: 'DynamoDBClient',
    make: (address) => `new DynamoDBClient({ region: ${address} })`,
    use: (client, subject) => `await ${client}.send(new GetItemCommand({ TableName: ${subject}, Key: {} }))`,
  }),
});
