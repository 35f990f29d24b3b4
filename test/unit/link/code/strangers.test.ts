import { describe, expect, test } from 'vitest';
import { modelOf, services } from './workspace.ts';

const unheard = (files: Readonly<Record<string, string>>) =>
  modelOf(services({ orders: {}, billing: {} }), files)
    .unresolved.filter(({ library }) => library !== undefined)
    .map(({ service, library, kind, evidence: [at] }) => `${service} ${library} ${kind} ${at.file}:${at.line}`)
    .toSorted();

describe('libraries that are not understood', () => {
  test('are told with the place of their import, once for each service', () => {
    expect(
      unheard({
        'orders/src/main.ts': `import Seneca from 'seneca';\nimport './bill';\nSeneca().act({ role: 'billing', cmd: 'bill' });`,
        'orders/src/bill.ts': `const seneca = require('seneca')();\nconst nats = require('seneca-amqp-transport');`,
        'billing/src/main.js': `const { Request } = require('zeromq');\nconst r = require('rethinkdb');\nr.connect({ host: 'db' });`,
      }),
    ).toEqual([
      'billing rethinkdb store billing/src/main.js:2',
      'billing zeromq channel billing/src/main.js:1',
      'orders seneca call orders/src/bill.ts:1',
      'orders seneca-amqp-transport call orders/src/bill.ts:2',
    ]);
  });

  test('are told where only a part of what they do is understood', () => {
    const client = `import { KurrentDBClient } from '@kurrent/kurrentdb-client'; const client = KurrentDBClient.connectionString('esdb://es');`;
    expect(
      unheard({
        'orders/src/main.ts': `${client} client.appendToStream('order-1', []);`,
        'billing/src/main.ts': `${client} for await (const event of client.subscribeToAll()) console.log(event);`,
      }),
    ).toEqual(['billing @kurrent/kurrentdb-client channel billing/src/main.ts:1']);
  });

  test('are not those of which only types are taken, those that are understood, nor a file that is called like one', () => {
    expect(
      unheard({
        'orders/src/main.ts': `import type { Service } from 'seneca'; import express from 'express'; import { Kafka } from 'kafkajs'; import { cote } from './cote';`,
        'orders/src/cote.ts': `export const cote = 1;`,
        'orders/src/types.ts': `import { Query } from 'gremlin'; export interface Finder { query: Query }`,
        'billing/src/main.ts': `import axios from 'axios'; import soap from 'lodash';`,
      }),
    ).toEqual([]);
  });
});
