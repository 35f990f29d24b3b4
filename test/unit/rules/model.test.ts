import { describe, expect, test } from 'vitest';
import { rules } from '../../../src/cli/rules.ts';
import { check } from '../../../src/lint/engine.ts';
import type { Chain, Edge, Effect, Model, Store, TableAccess } from '../../../src/model/model.ts';
import { at, consumer, effect, model, service } from '../lint/models.ts';

const say = (id: string, parts: Partial<Model>): string[] =>
  check(
    model(parts),
    rules.filter((rule) => rule.id === id),
  ).findings.map(({ severity, message }) => `${severity} ${message}`);

const call = (from: string, to: string, kind: Edge['kind'] = 'sync'): Edge => ({
  from,
  to,
  kind,
  protocol: 'http',
  basis: 'inferred',
  evidence: [at(`services/${from}/client.ts`, 7)],
});

describe('shared-database', () => {
  const tables = (service: string, names: readonly string[], access: TableAccess['access'] = 'writes') => ({
    service,
    tables: names.map((table): TableAccess => ({ table, access, evidence: [at(`services/${service}/store.ts`)] })),
    evidence: [at(`services/${service}/db.ts`)] as const,
  });
  const store = (users: Store['users'], more: Partial<Store> = {}): Store => {
    const [{ service }, ...rest] = users;
    return {
      id: 'postgres:db/shop',
      kind: 'postgres',
      role: 'data',
      users,
      usedBy: [service, ...rest.map((user) => user.service)],
      ...more,
    };
  };
  const services = ['orders', 'billing'].map((name) => service(name));

  test('is an error where both use a table, a warning where they do not', () => {
    expect(
      say('shared-database', {
        services,
        stores: [store([tables('orders', ['orders']), tables('billing', ['orders'], 'reads')])],
      }),
    ).toEqual(['error billing and orders share a database and tables in it: postgres:db/shop']);
    expect(
      say('shared-database', {
        services,
        stores: [store([tables('orders', ['orders', 'migrations']), tables('billing', ['invoices', 'migrations'])])],
      }),
    ).toEqual(['warning billing and orders keep their tables in one database: postgres:db/shop']);
  });

  test('leaves one context, caches, brokers and jobs alone', () => {
    const users = [tables('orders', ['orders']), tables('billing', ['orders'])] as const;
    const one = ['orders', 'billing'].map((name) => service(name, 'sales'));
    const job = [service('orders'), { ...service('billing'), kind: 'job' as const }];
    expect(say('shared-database', { services: one, stores: [store(users)] })).toEqual([]);
    expect(say('shared-database', { services: job, stores: [store(users)] })).toEqual([]);
    expect(say('shared-database', { services, stores: [store(users, { role: 'cache' })] })).toEqual([]);
  });

  test('says the same fault once where compose and Kubernetes both have it', () => {
    const users = [tables('orders', ['orders']), tables('billing', ['orders'])] as const;
    const stores = [
      store(users, { environment: 'compose.yaml' }),
      store(users, { id: 'postgres:pg/shop', environment: 'k8s' }),
    ];
    expect(say('shared-database', { services, stores })).toHaveLength(1);
  });
});

describe('sync-cycle', () => {
  const services = ['a', 'b', 'c'].map((name) => service(name));
  const step = (from: string, name: string, to: string, operation: string) => ({
    id: `${from} ${name}`,
    service: from,
    name,
    trigger: 'http' as const,
    protocol: 'http',
    evidence: [at(`services/${from}/routes.ts`)] as const,
    effects: [effect({ kind: 'call', to, operation, target: to, protocol: 'http', deadline: 'none' })],
  });

  test('is a warning where only the services go round', () => {
    expect(say('sync-cycle', { services, edges: [call('a', 'b'), call('b', 'c'), call('c', 'a')] })).toEqual([
      'warning a, b and c wait for each other',
    ]);
  });

  test('is an error where one request can go round', () => {
    const operations = [
      step('a', 'GET /x', 'b', 'GET /y'),
      step('b', 'GET /y', 'a', 'GET /z'),
      { ...step('a', 'GET /z', 'b', ''), effects: [] },
    ];
    expect(say('sync-cycle', { services, operations, edges: [call('a', 'b'), call('b', 'a')] })).toEqual([
      'error One request can travel in a circle: a → b → a',
    ]);
  });

  test('leaves events and calls of a service to itself alone', () => {
    expect(say('sync-cycle', { services, edges: [call('a', 'b'), call('b', 'a', 'async'), call('c', 'c')] })).toEqual(
      [],
    );
  });
});

describe('sync-chain', () => {
  const services = [
    ...['a', 'b', 'c', 'd', 'e'].map((name) => service(name)),
    { ...service('web'), kind: 'frontend' as const },
  ];
  const chain = (names: string, proven = true): Chain => {
    const [first = '', ...rest] = names.split(' ');
    const operation = (name: string) => ({ ...consumer(name, 'x', []), id: `${name} GET /` });
    const ids = [first, ...rest].map((name) => operation(name).id);
    const [id = '', ...others] = ids;
    return {
      operations: [id, ...others],
      path: [id, ...others],
      hops: rest.length - (first === 'web' ? 1 : 0),
      proven,
      evidence: [at('a.ts'), ...rest.map((name) => at(`${name}.ts`))],
    };
  };
  const operations = services.map(({ name }) => ({ ...consumer(name, 'x', []), id: `${name} GET /` }));
  const chains = (...given: readonly Chain[]) => say('sync-chain', { services, operations, chains: given });

  test('lets A→B→C pass and reports A→B→C→D', () => {
    expect(chains(chain('a b c'))).toEqual([]);
    expect(chains(chain('a b c d'))).toEqual(['error One request waits on three services in a row']);
  });

  test('does not count the hop out of a front end', () => expect(chains(chain('web a b c'))).toEqual([]));

  test('is a note where only the service graph has it', () =>
    expect(chains(chain('a b c d', false))).toEqual(['info A request could wait on three services in a row']));

  test('says the longest of several once', () => expect(chains(chain('a b c d'), chain('a b c d e'))).toHaveLength(1));
});

describe('missing-idempotency', () => {
  const services = [service('a')];
  const insert = (
    table: string,
    keyed: 'fresh' | 'given' | 'unknown' = 'fresh',
    around: Partial<Effect['around']> = {},
  ) => effect({ kind: 'data', engine: 'postgres', table, verb: 'insert', keyed }, around);
  const read = effect({ kind: 'data', engine: 'postgres', table: 'orders', verb: 'read', keyed: 'given' });
  const update = effect({ kind: 'data', engine: 'postgres', table: 'orders', verb: 'update', keyed: 'given' });
  const publish = effect({ kind: 'publish', protocol: 'kafka', channel: 'kafka:shipped' });
  const mail = effect({ kind: 'external', what: 'mail', library: 'nodemailer', idempotencyKey: false });
  const says = (effects: readonly Effect[], parts: Partial<Model> = {}) =>
    say('missing-idempotency', { services, operations: [consumer('a', 'placed', effects)], ...parts });

  test('reports each kind of effect that does not bear repeating', () => {
    expect(says([insert('orders')])).toEqual(['warning A redelivered "placed" would add a second row to orders']);
    expect(says([mail])).toEqual(['warning A redelivered "placed" would send the mail twice']);
    expect(says([update, publish])).toEqual(['warning A redelivered "placed" would publish shipped again']);
  });

  test('leaves keyed writes, unknown keys, readers and forwarders alone', () => {
    expect(says([update, insert('orders', 'given'), insert('orders', 'unknown')])).toEqual([]);
    expect(says([read])).toEqual([]);
    expect(says([read, publish])).toEqual([]);
  });

  test('knows an inbox, a unique key and a check of stored state', () => {
    const uniqueKeys = [{ service: 'a', table: 'orders', columns: ['reference'], evidence: [at('m.sql')] as const }];
    expect(says([insert('processed_messages', 'given'), insert('orders'), mail])).toEqual([]);
    expect(says([insert('orders'), mail], { uniqueKeys })).toEqual([]);
    expect(says([read, insert('orders', 'fresh', { checks: ['services/a/main.ts:3'] })])).toEqual([]);
    expect(says([read, insert('orders', 'fresh', { branch: true })])).toHaveLength(1);
  });

  test('is silent where the transport does not deliver again', () => {
    const once = { ...consumer('a', 'placed', [mail]), delivery: { redelivers: false, note: 'tcp' } };
    expect(say('missing-idempotency', { services, operations: [once] })).toEqual([]);
  });
});
