import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { startPostgres, type Postgres } from '../../chaos/kit/postgres.ts';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';

const missing = ['bash', 'psql'].find((program) => spawnSync(program, ['--version']).error);
const note = missing ? ` (not run: there is no ${missing} on this machine)` : '';

/** What `docker compose up` does to a bare PostgreSQL before any service starts, and what the roles may do then. */
describe.skipIf(missing)(`the databases that compose.yaml makes${note}`, () => {
  let shop: GeneratedWorkspace;
  let place: string;
  let postgres: Postgres;
  let port: string;
  const refused = (reason: RegExp) => ({
    status: expect.toSatisfy((code: number) => code !== 0),
    output: expect.stringMatching(reason),
  });
  const done = { status: 0 };

  beforeAll(async () => {
    shop = await generatedWorkspace([['new', 'service', 'orders', '--publishes', 'OrderPlaced']]);
    place = mkdtempSync(join(tmpdir(), 'msvc-databases-'));
    chmodSync(place, 0o755);
    postgres = await startPostgres(shop.path, place, 'postgres');
    port = String((await postgres.query('postgres', 'show port'))[0]?.['port']);
    // Only the superuser comes in without a password.
    const rules = ['postgres 127.0.0.1/32 trust', 'all 127.0.0.1/32 scram-sha-256'].map((rule) => `host all ${rule}\n`);
    writeFileSync(join(postgres.folder, 'pg_hba.conf'), rules.join(''));
    await postgres.query('postgres', 'select pg_reload_conf()');
  });
  afterAll(async () => {
    await postgres?.kill();
    await shop?.remove();
    if (place) rmSync(place, { recursive: true, force: true });
  });

  /** Runs the command of compose.yaml's service "databases" with its environment, on this machine's bash and psql. */
  const make = () => {
    const { command, environment, volumes } = parse(shop.read('compose.yaml')).services.databases;
    const [from = '', to = ''] = String(volumes[0]).split(':');
    const given = Object.entries<string>(environment).map(([name, value]) => [name, filled(value)]);
    const env = { ...Object.fromEntries(given), PGHOST: '127.0.0.1', PGPORT: port };
    const words = (command as string[]).map((word) => word.replace(to, from));
    return shop.run(['env', ...Object.entries(env).map(([name, value]) => `${name}=${value}`), ...words]);
  };
  /** The address that compose.yaml gives a service, from here. */
  const addressOf = (service: string, variable: string): string =>
    filled(parse(shop.read('compose.yaml')).services[service].environment[variable]).replace(
      'postgres:5432',
      `127.0.0.1:${port}`,
    );
  const ask = (url: string, text: string) => shop.run(['psql', url, '-v', 'ON_ERROR_STOP=1', '-c', text]);
  const inDatabase = (url: string, database: string) => url.replace(/\w+$/, database);

  it('are made once, and again without harm, also for a service that joins', async () => {
    expect(await make()).toMatchObject(done);
    const joined = await shop.msvc('new', 'service', 'payments', '--publishes', 'PaymentCaptured', '--yes');
    expect(joined, joined.output).toMatchObject(done);
    const again = await make();
    expect(again, again.output).toMatchObject(done);
    for (const name of ['broker', 'orders', 'payments']) expect(again.output).toContain(`database ${name} is there`);
    for (const service of ['orders', 'payments'])
      for (const variable of [
        `${service.toUpperCase()}_DATABASE_URL`,
        `${service.toUpperCase()}_MIGRATION_URL`,
        'BROKER_URL',
      ])
        expect(await ask(addressOf(service, variable), 'select 1'), `${service} ${variable}`).toMatchObject(done);
  });

  it('open to their own roles only, and with the password only', async () => {
    const [orders, owner, broker] = ['ORDERS_DATABASE_URL', 'ORDERS_MIGRATION_URL', 'BROKER_URL'].map((variable) =>
      addressOf('orders', variable),
    );
    for (const url of [orders, owner, broker].map(String))
      for (const database of ['orders', 'payments', 'broker'].filter((each) => !url.endsWith(`/${each}`)))
        expect(await ask(inDatabase(url, database), 'select 1'), `${url} in ${database}`).toMatchObject(
          refused(/permission denied for database/),
        );
    const guessed = String(orders).replace(':orders@', ':guess@');
    expect(await ask(guessed, 'select 1')).toMatchObject(refused(/password authentication failed/));
  });

  it('get another password without a moment in which nobody gets in, as OPERATIONS.md says', async () => {
    const [url, owner] = ['ORDERS_DATABASE_URL', 'ORDERS_MIGRATION_URL'].map((variable) =>
      addressOf('orders', variable),
    );
    const migrate = async (as: string) => {
      const variables = [`ORDERS_DATABASE_URL=${as}`, `ORDERS_MIGRATION_URL=${owner}`];
      const migrated = await shop.run(['env', ...variables, process.execPath, 'main.ts', 'migrate'], 'services/orders');
      expect(migrated, migrated.output).toMatchObject(done);
    };
    await migrate(String(url));
    const [, statement = ''] = /```sql\n(create role orders_2 [^]*?)```/.exec(shop.read('OPERATIONS.md')) ?? [];
    await postgres.query('orders', statement.replace('…', 'second'));
    const second = String(url).replace('//orders:orders@', '//orders_2:second@');
    await migrate(second);
    const rows = `insert into inbox (message_id, channel) values (gen_random_uuid(), 'x'); delete from inbox`;
    for (const role of [String(url), second]) expect(await ask(role, rows), role).toMatchObject(done);
    await postgres.query('orders', `alter role orders password 'nobody knows'`);
    expect(await ask(second, rows)).toMatchObject(done);
    expect(await ask(String(url), rows)).toMatchObject(refused(/password authentication failed/));
    expect(await ask(second, 'create table loot (id int)')).toMatchObject(
      refused(/permission denied for schema public/),
    );
    expect(await ask(inDatabase(second, 'payments'), 'select 1')).toMatchObject(refused(/permission denied/));
    await postgres.query('orders', `alter role orders password 'orders'; alter role orders_2 nologin`);
  });

  it('let the role of a running service read and write rows, and change no table', async () => {
    const [url, owner] = ['ORDERS_DATABASE_URL', 'ORDERS_MIGRATION_URL'].map((variable) =>
      addressOf('orders', variable),
    );
    const variables = [`ORDERS_DATABASE_URL=${url}`, `ORDERS_MIGRATION_URL=${owner}`];
    const migrated = await shop.run(['env', ...variables, process.execPath, 'main.ts', 'migrate'], 'services/orders');
    expect(migrated, migrated.output).toMatchObject(done);
    const rows = `insert into inbox (message_id, channel) values (gen_random_uuid(), 'x'); delete from inbox`;
    expect(await ask(String(url), rows)).toMatchObject(done);
    for (const [statement, reason] of [
      ['create table loot (id int)', /permission denied for schema public/],
      ['create schema loot', /permission denied for database/],
      ['alter table inbox add column loot int', /must be owner of table inbox/],
      ['drop table inbox', /must be owner of table inbox/],
      ['create index loot on inbox (channel)', /must be owner of table inbox/],
      ['truncate inbox', /permission denied for table inbox/],
      ['set role orders_owner', /permission denied to set role/],
      ['create role loot', /permission denied to create role/],
    ] as const)
      expect(await ask(String(url), statement), statement).toMatchObject(refused(reason));
  });
});

/** `${NAME:-fallback}` as compose fills it where NAME is not set. */
const filled = (text: string): string => text.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1');
