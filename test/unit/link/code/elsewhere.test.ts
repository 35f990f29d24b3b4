import { describe, expect, test } from 'vitest';
import { modelOf, services } from './workspace.ts';

const env = { DB_URL: 'neo4j+s://graph.example.io:7687', HOSTS: 'scylla', CLICK: 'http://click:8123' };
const storesOf = (main: string) =>
  modelOf(services({ orders: env }), { 'orders/src/main.ts': main }).stores.map(({ id }) => id);

describe('databases of which only the connection is known', () => {
  test.each([
    [
      'neo4j-driver',
      `import neo4j from 'neo4j-driver'; const driver = neo4j.driver(process.env.DB_URL, neo4j.auth.basic('a', 'b'));`,
      'neo4j:graph.example.io',
    ],
    [
      'neo4j-driver over bolt',
      `const neo4j = require('neo4j-driver'); neo4j.driver('bolt://graph:7687');`,
      'neo4j:graph',
    ],
    [
      'neode',
      `import Neode from 'neode'; export const db = new Neode(process.env.DB_URL, 'u', 'p');`,
      'neo4j:graph.example.io',
    ],
    [
      'cassandra-driver',
      `import cassandra from 'cassandra-driver'; new cassandra.Client({ contactPoints: [process.env.HOSTS, 'b'], localDataCenter: 'dc1', keyspace: 'shop' });`,
      'cassandra:scylla/shop',
    ],
    [
      '@clickhouse/client',
      `import { createClient } from '@clickhouse/client'; createClient({ url: process.env.CLICK, database: 'events' });`,
      'clickhouse:click/events',
    ],
    [
      '@google-cloud/firestore',
      `import { Firestore } from '@google-cloud/firestore'; new Firestore({ projectId: 'shop-1' });`,
      'firestore:shop-1',
    ],
    [
      'firebase-admin',
      `import { initializeApp } from 'firebase-admin/app'; import { getFirestore } from 'firebase-admin/firestore'; initializeApp({ projectId: 'shop-1' }); const db = getFirestore();`,
      'firestore:shop-1',
    ],
    ['nano', `import nano from 'nano'; nano('http://couch:5984');`, 'couchdb:couch:5984'],
    [
      'arangojs',
      `import { Database } from 'arangojs'; new Database({ url: 'http://arango:8529', databaseName: 'shop' });`,
      'arangodb:arango:8529/shop',
    ],
    [
      'influx',
      `import { InfluxDB } from 'influx'; new InfluxDB({ host: 'influx', database: 'metrics' });`,
      'influxdb:influx/metrics',
    ],
    [
      'meilisearch',
      `import { MeiliSearch } from 'meilisearch'; new MeiliSearch({ host: 'http://search:7700' });`,
      'meilisearch:search:7700',
    ],
  ])('are stores of their own kind: %s', (_, main, id) => {
    expect(storesOf(main)).toEqual([id]);
  });
});
