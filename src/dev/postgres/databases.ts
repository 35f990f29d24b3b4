import { createRequire } from 'node:module';
import { errors } from '../../errors/dev.ts';
import { host } from '../environment.ts';

/** The little of `pg` that is used here. */
type Client = {
  connect(): Promise<void>;
  end(): Promise<void>;
  query<T>(text: string): Promise<{ readonly rows: readonly T[] }>;
  on(event: 'error', listener: () => void): void;
};
type Driver = { readonly Client: new (options: Readonly<Record<string, unknown>>) => Client };

export type Existing = { readonly roles: ReadonlySet<string>; readonly databases: ReadonlySet<string> };

/** A database and the role that works with it; the owner, who may change the schema, may be another. */
export type WantedDatabase = { readonly name: string; readonly owner: string };

/**
 * The statements that give each role a database of its own and refuse it to every other role.
 * They may run again and again.
 */
export function planDatabases(
  existing: Existing,
  wanted: readonly WantedDatabase[],
  passwords: Readonly<Record<string, string>>,
): readonly string[] {
  const statements = ['REVOKE ALL ON DATABASE postgres FROM PUBLIC', 'REVOKE ALL ON DATABASE template1 FROM PUBLIC'];
  for (const { name, owner } of wanted) {
    for (const role of new Set([name, owner])) {
      const verb = existing.roles.has(role) ? 'ALTER' : 'CREATE';
      statements.push(
        `${verb} ROLE ${quoteName(role)} LOGIN PASSWORD '${(passwords[role] ?? '').replaceAll("'", "''")}'`,
      );
    }
    const database = quoteName(name);
    if (!existing.databases.has(name)) statements.push(`CREATE DATABASE ${database} OWNER ${quoteName(owner)}`);
    statements.push(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
    if (owner !== name) statements.push(`GRANT CONNECT ON DATABASE ${database} TO ${database}`);
  }
  return statements;
}

/** Makes the roles and databases; answers with the server's version. */
export async function prepareDatabases(
  access: { readonly driver: string; readonly port: number; readonly password: string },
  wanted: readonly WantedDatabase[],
  passwords: Readonly<Record<string, string>>,
): Promise<string> {
  const { Client }: Driver = createRequire(import.meta.url)(access.driver);
  const client = new Client({
    host,
    port: access.port,
    user: 'postgres',
    password: access.password,
    database: 'postgres',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => {}); // ends with the server
  await client.connect().catch((error: unknown) => {
    throw errors.postgresRefuses(error instanceof Error ? error.message : String(error));
  });
  try {
    for (const statement of planDatabases(await existingIn(client), wanted, passwords)) await client.query(statement);
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return rows[0]?.server_version ?? '';
  } finally {
    await client.end();
  }
}

async function existingIn(client: Client): Promise<Existing> {
  const roles = await client.query<{ name: string }>('SELECT rolname AS name FROM pg_roles');
  const databases = await client.query<{ name: string }>('SELECT datname AS name FROM pg_database');
  const names = (rows: readonly { name: string }[]) => new Set(rows.map((row) => row.name));
  return { roles: names(roles.rows), databases: names(databases.rows) };
}

const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
