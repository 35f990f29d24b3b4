import type { DescService } from '@bufbuild/protobuf';
import { pino } from 'pino';
import { variableOf, type Environment } from '../config.ts';
import type { Context } from '../context.ts';
import { openDatabase, type Database } from '../database.ts';
import { migrateAsOwner, type Migrations, type Roles } from '../migrate.ts';
import { startProcess, type Running } from '../process.ts';
import { createClient, type Client } from '../rpc/client.ts';
import { networkTransport } from '../rpc/network.ts';
import { sleep } from '../clock.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';

/** A database of a context's own, migrated, gone after the test. */
export type TestDatabase<Tables> = Database<Tables> & Roles;

/** Everything a test file opened; `close` in `after` lets go of it in reverse. */
export class Harness {
  readonly #postgres: TestPostgres;
  readonly #closing: (() => Promise<void> | void)[] = [];

  private constructor(postgres: TestPostgres) {
    this.#postgres = postgres;
    this.#closing.push(() => postgres.stop());
  }

  static async start(): Promise<Harness> {
    return new Harness(await startPostgres());
  }

  /** The URL of a database's owner; a database for its own tables, or a broker's. */
  async createDatabase(name: string): Promise<string> {
    return (await this.createRoles(name)).owner;
  }

  createRoles(name: string): Promise<Roles> {
    return this.#postgres.createDatabase(name);
  }

  async database<Tables>(name: string, migrations: Migrations): Promise<TestDatabase<Tables>> {
    const { url, owner } = await this.createRoles(name);
    const log = pino({ level: 'silent' });
    await migrateAsOwner(name, migrations, { url, owner, log });
    const database = await openDatabase<Tables>({ url, name, log });
    this.onClose(() => database.close());
    return { ...database, url, owner };
  }

  /** The variables that these contexts need: a database with two roles each, a broker between them, nobody at callees' addresses. */
  async environment(...contexts: readonly Context[]): Promise<Record<string, string>> {
    const callees = contexts.flatMap((context) => Object.keys(context.calls));
    const addresses = callees.map((callee) => [variableOf(callee, 'ADDRESS'), '127.0.0.1:1']);
    const databases = contexts.map(async ({ name }) => {
      const { url, owner } = await this.createRoles(name);
      return [
        [variableOf(name, 'DATABASE_URL'), url],
        [variableOf(name, 'MIGRATION_URL'), owner],
      ];
    });
    return {
      ...Object.fromEntries(addresses),
      ...Object.fromEntries((await Promise.all(databases)).flat()),
      BROKER_URL: await this.createDatabase('broker'),
      GRPC_PORT: '0',
      HTTP_PORT: '0',
      // Read where a context has a facade; the usual one may be taken, by another test or whatever else runs here.
      REST_PORT: '0',
      LOG_LEVEL: 'silent',
      SHUTDOWN_GRACE_MS: '5000',
      SHUTDOWN_DRAIN_MS: '0',
    };
  }

  async process(contexts: readonly Context[], environment: Environment): Promise<Running> {
    const running = await startProcess({ name: contexts.map(({ name }) => name).join('+'), contexts }, environment);
    this.onClose(() => running.stop());
    return running;
  }

  client<S extends DescService>(service: S, { grpcPort }: Pick<Running, 'grpcPort'>): Client<S> {
    const transport = networkTransport(`127.0.0.1:${grpcPort}`);
    this.onClose(() => transport.close());
    return createClient(service, transport, { timeoutMs: 5000 });
  }

  onClose(close: () => Promise<void> | void): void {
    this.#closing.push(close);
  }

  async close(): Promise<void> {
    for (const close of this.#closing.splice(0).toReversed()) await close();
  }
}

/** The sum of what `/metrics` says on lines that start like this. */
export async function metricOf({ httpPort }: Pick<Running, 'httpPort'>, start: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${httpPort}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith(start));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

/** Asks again until the answer is there, since events take their time. */
export async function eventually<T>(ask: () => Promise<T | undefined | false>, { withinMs = 30_000 } = {}): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`did not happen within ${withinMs} ms`);
    await sleep(20);
  }
}
