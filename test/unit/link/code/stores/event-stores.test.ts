import { describe, expect, test } from 'vitest';
import { effectsOf, modelOf, services } from '../workspace.ts';
import { storesOf } from './opened.ts';

const route = (imports: string, body: string) => `
  import express from 'express'; ${imports}
  const app = express();
  app.post('/orders', async (req, res) => { ${body} });`;
const effects = (main: string, more: Readonly<Record<string, string>> = {}) =>
  effectsOf(modelOf(services({ orders: {} }), { 'orders/src/main.ts': main, ...more }), 'orders POST /orders');

const POSTGRES = `import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';`;
const env = { DATABASE_URL: 'postgres://app@db:5432/orders', ES_URL: 'esdb://es:2113?tls=false', ES_HOST: 'es' };

describe('Emmett', () => {
  test.each([
    [
      'on PostgreSQL, by its address',
      `${POSTGRES} const store = getPostgreSQLEventStore(process.env.DATABASE_URL!, { projections: [] });
       await store.appendToStream('order-1', [{ type: 'Placed', data: {} }]);`,
      ['postgres:db/orders emt_messages:w'],
    ],
    [
      'on a pool that was opened elsewhere',
      `${POSTGRES} import pg from 'pg'; const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
       const store = getPostgreSQLEventStore(process.env.DATABASE_URL!, { connectionOptions: { pool } });
       await store.readStream('order-1');`,
      ['postgres:db/orders emt_messages:r'],
    ],
    [
      'on SQLite',
      `import { getSQLiteEventStore } from '@event-driven-io/emmett-sqlite';
       const store = getSQLiteEventStore({ fileName: 'file:./orders.db' }); await store.readStream('order-1');`,
      ['sqlite:orders/orders.db emt_messages:r'],
    ],
    [
      'on MongoDB, with a client of its own',
      `import { MongoClient } from 'mongodb'; import { getMongoDBEventStore } from '@event-driven-io/emmett-mongodb';
       const client = new MongoClient('mongodb://docs:27017/orders'); const store = getMongoDBEventStore({ client });
       await store.readStream('order-1');`,
      ['mongo:docs/orders emt:r'],
    ],
  ])('%s', (_, main, stores) => {
    expect(storesOf(main, env)).toEqual(stores);
  });

  test('on EventStoreDB, by the category of its streams', () => {
    const main = route(
      `import { CommandHandler } from '@event-driven-io/emmett'; import { getEventStoreDBEventStore } from '@event-driven-io/emmett-esdb';
       import { EventStoreDBClient } from '@eventstore/db-client';
       const store = getEventStoreDBEventStore(EventStoreDBClient.connectionString('esdb://es:2113'));
       const handle = CommandHandler({ evolve: (s) => s, initialState: () => ({}) });`,
      `await handle(store, \`order-\${req.body.id}\`, () => []);`,
    );
    expect(storesOf(main)).toEqual(['eventstoredb:es/order order:r order:w']);
    expect(effects(main)).toEqual(['read order', 'insert order']);
  });

  test('reads and appends where a command is handled, and what is decided belongs to it', () => {
    const handle = `import { CommandHandler } from '@event-driven-io/emmett'; ${POSTGRES} import { Pool } from 'pg';
      const store = getPostgreSQLEventStore(process.env.DATABASE_URL!); const pool = new Pool();
      const handle = CommandHandler({ evolve: (s) => s, initialState: () => ({}) });`;
    expect(
      effects(
        route(handle, `await handle(store, req.body.id, async () => { await pool.query('select * from prices'); });`),
      ),
    ).toEqual(expect.arrayContaining(['read emt_messages', 'insert emt_messages', 'read prices']));
  });

  test('is known behind a function that is given the store', () => {
    const main = route(
      `import { api } from './api'; ${POSTGRES}`,
      `await place(getPostgreSQLEventStore('postgres://db/orders'), req.body.id);`,
    ).replace('import { api }', 'import { place }');
    const api = `import { CommandHandler, type EventStore } from '@event-driven-io/emmett';
      const handle = CommandHandler({ evolve: (s) => s, initialState: () => ({}) });
      export const place = (store: EventStore, id: string) => handle(store, id, () => ({ type: 'Placed', data: {} }));`;
    expect(effects(main, { 'orders/src/api.ts': api })).toEqual(['read emt_messages', 'insert emt_messages']);
  });
});

describe('EventStoreDB', () => {
  const EVENTS = `[jsonEvent({ type: 'Placed', data: {} })]`;
  test.each([
    [
      'by a connection string in a template',
      `import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
       const client = EventStoreDBClient.connectionString\`esdb://\${process.env.ES_HOST}:2113?tls=false\`;
       await client.appendToStream('order-' + id, ${EVENTS});`,
    ],
    [
      'by a variable',
      `import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
       const client = EventStoreDBClient.connectionString(process.env.ES_URL!);
       await client.appendToStream(\`order-\${id}\`, ${EVENTS}, { expectedRevision: 4n });`,
    ],
    [
      'by its endpoint, as KurrentDB',
      `import { KurrentDBClient, jsonEvent } from '@kurrent/kurrentdb-client';
       const client = new KurrentDBClient({ endpoint: { address: 'es', port: 2113 } }, { insecure: true });
       await client.appendToStream(\`order-\${id}\`, ${EVENTS});`,
    ],
    [
      'as one of a cluster',
      `import { KurrentDBClient, jsonEvent } from '@kurrent/kurrentdb-client';
       const client = new KurrentDBClient({ endpoints: [{ address: 'es', port: 2113 }, { address: 'es2', port: 2113 }] });
       await client.appendToStream(\`order-\${id}\`, ${EVENTS});`,
    ],
  ])('%s', (_, main) => {
    expect(storesOf(main, env)).toEqual(['eventstoredb:es/order order:w']);
  });

  test('keeps the streams of several services apart by their category', () => {
    const appending = (category: string) =>
      `import { KurrentDBClient } from '@kurrent/kurrentdb-client';
       const client = KurrentDBClient.connectionString('kurrentdb://es:2113'); await client.appendToStream(\`${category}-\${id}\`, []);`;
    const tree = { 'orders/src/main.ts': appending('order'), 'billing/src/main.ts': appending('invoice') };
    const { stores } = modelOf(services({ orders: {}, billing: {} }), tree);
    expect(stores.map(({ id, usedBy }) => `${id} ${usedBy.join()}`)).toEqual([
      'eventstoredb:es/invoice billing',
      'eventstoredb:es/order orders',
    ]);
  });

  test.each([
    ['', 'fresh'],
    [', { expectedRevision: ANY }', 'fresh'],
    [', { streamState: "any" }', 'fresh'],
    [', { expectedRevision: NO_STREAM }', 'given'],
    [', { expectedRevision: revision }', 'given'],
  ])('an append%s comes again with %s rows', (options, keyed) => {
    const client = `import { ANY, NO_STREAM, KurrentDBClient } from '@kurrent/kurrentdb-client';
      const client = KurrentDBClient.connectionString('esdb://es');`;
    const main = route(client, `await client.appendToStream('order-1', [{ type: 'Placed', data: {} }]${options});`);
    const { operations } = modelOf(services({ orders: {} }), { 'orders/src/main.ts': main });
    const effects = operations.find(({ id }) => id === 'orders POST /orders')?.effects ?? [];
    expect(effects.map((effect) => effect.kind === 'data' && effect.keyed)).toEqual([keyed]);
  });

  test('reads and deletes are no writes, and a stream of no known name is in no store', () => {
    const client = `import { EventStoreDBClient } from '@eventstore/db-client';
      const client = EventStoreDBClient.connectionString('esdb://es');`;
    expect(
      effects(route(client, `client.readStream(\`order-\${req.body.id}\`); await client.deleteStream('order-1');`)),
    ).toEqual(['read order', 'delete order']);
    expect(storesOf(`${client} await client.appendToStream(streamName(), []);`)).toEqual([]);
  });
});
