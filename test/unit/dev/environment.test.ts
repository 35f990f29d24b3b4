import { describe, expect, it } from 'vitest';
import { environmentOf } from '../../../src/dev/environment.ts';
import { affectedBy } from '../../../src/dev/fleet.ts';
import { planDatabases } from '../../../src/dev/postgres/databases.ts';
import { contextNameIn, mountedFolders } from '../../../src/dev/workspace.ts';

const services = [
  {
    name: 'app',
    folder: 'services/app',
    folders: ['services/order-items', 'services/payments'],
    contexts: ['order-items', 'payments'],
  },
  {
    name: 'inventory',
    folder: 'services/inventory',
    folders: ['services/inventory'],
    contexts: ['inventory'],
  },
];
const around = {
  postgresPort: 1,
  passwords: {
    order_items: 'a',
    order_items_owner: 'e',
    payments: 'b',
    payments_owner: 'f',
    inventory: 'c',
    broker: 'd',
  },
  otlp: 'http://127.0.0.1:9',
  ports: new Map([
    ['app', { grpc: 10, http: 11 }],
    ['inventory', { grpc: 20, http: 21, rest: 22 }],
  ]),
  services,
};

describe('the environment of a service', () => {
  it('holds the databases of the contexts it mounts, and the address of every context', () => {
    expect(environmentOf(services[0] ?? never(), around)).toEqual({
      BROKER_URL: 'postgres://broker:d@127.0.0.1:1/broker',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      GRPC_PORT: '10',
      HTTP_PORT: '11',
      ORDER_ITEMS_DATABASE_URL: 'postgres://order_items:a@127.0.0.1:1/order_items',
      ORDER_ITEMS_MIGRATION_URL: 'postgres://order_items_owner:e@127.0.0.1:1/order_items',
      PAYMENTS_DATABASE_URL: 'postgres://payments:b@127.0.0.1:1/payments',
      PAYMENTS_MIGRATION_URL: 'postgres://payments_owner:f@127.0.0.1:1/payments',
      ORDER_ITEMS_ADDRESS: '127.0.0.1:10',
      PAYMENTS_ADDRESS: '127.0.0.1:10',
      INVENTORY_ADDRESS: '127.0.0.1:20',
    });
  });

  it('holds the port of a REST facade where there is one', () => {
    expect(environmentOf(services[0] ?? never(), around)).not.toHaveProperty('REST_PORT');
    expect(environmentOf(services[1] ?? never(), around)['REST_PORT']).toBe('22');
  });

  it('holds no password of a context that lives elsewhere', () => {
    const environment = environmentOf(services[1] ?? never(), around);
    expect(Object.keys(environment).filter((name) => /_(?:DATABASE|MIGRATION)_URL$/.test(name))).toEqual([
      'INVENTORY_DATABASE_URL',
      'INVENTORY_MIGRATION_URL',
    ]);
  });
});

it('reads the contexts a composition root mounts', () => {
  const main = `
    import { runProcess } from '@shop/chassis/process';
    import { orders } from './context.ts';
    import { payments } from "../payments/context.ts";
    import { inventory } from '@shop/inventory/context';
    import type { Context } from '@shop/chassis/context-kit';`;
  expect(mountedFolders(main, 'orders')).toEqual(['inventory', 'orders', 'payments']);
  expect(mountedFolders('import { a } from "./other.ts"', 'orders')).toEqual([]);
});

it('reads what a context is called, which may not be the name of its folder', () => {
  const text = "export const invoices = defineContext<Tables>()({\n  name: 'invoices',\n  settings: {},";
  expect(contextNameIn(text, 'billing')).toBe('invoices');
  expect(contextNameIn('export const invoices = { settings: {} };', 'billing')).toBe('billing');
});

it('restarts the services that a change concerns', () => {
  const names = (...paths: string[]) => affectedBy(paths, services).map(({ name }) => name);
  expect(names('services/payments/domain/payment.ts')).toEqual(['app']);
  expect(names('services/inventory/main.ts')).toEqual(['inventory']);
  expect(names('chassis/src/log.ts')).toEqual(['app', 'inventory']);
  expect(names('services/inventory-old/main.ts', 'services/other/x.ts')).toEqual([]);
});

it('gives each role its own database, refuses it to others, and lets its owner alone change tables', () => {
  const nothing = { roles: new Set<string>(), databases: new Set<string>() };
  const orders = { name: 'orders', owner: 'orders_owner' };
  expect(planDatabases(nothing, [orders], { orders: "it's", orders_owner: 'x' })).toEqual([
    'REVOKE ALL ON DATABASE postgres FROM PUBLIC',
    'REVOKE ALL ON DATABASE template1 FROM PUBLIC',
    `CREATE ROLE "orders" LOGIN PASSWORD 'it''s'`,
    `CREATE ROLE "orders_owner" LOGIN PASSWORD 'x'`,
    'CREATE DATABASE "orders" OWNER "orders_owner"',
    'REVOKE ALL ON DATABASE "orders" FROM PUBLIC',
    'GRANT CONNECT ON DATABASE "orders" TO "orders"',
  ]);
  const all = { roles: new Set(['orders', 'orders_owner']), databases: new Set(['orders']) };
  const again = planDatabases(all, [orders], { orders: 'x', orders_owner: 'y' });
  expect(again).toEqual(expect.arrayContaining([`ALTER ROLE "orders" LOGIN PASSWORD 'x'`]));
  expect(again.join()).not.toContain('CREATE');
});

it('makes one role where a database is its own owner', () => {
  const nothing = { roles: new Set<string>(), databases: new Set<string>() };
  const statements = planDatabases(nothing, [{ name: 'broker', owner: 'broker' }], { broker: 'x' });
  expect(statements.slice(2)).toEqual([
    `CREATE ROLE "broker" LOGIN PASSWORD 'x'`,
    'CREATE DATABASE "broker" OWNER "broker"',
    'REVOKE ALL ON DATABASE "broker" FROM PUBLIC',
  ]);
});

function never(): never {
  throw new Error('no such service');
}
