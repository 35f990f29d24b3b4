// What the databases hold, and how to hold one up, as the role of each context.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { sleep } from './shell.ts';

export async function rowsOf<Row>(shop: string, url: string | undefined, text: string): Promise<readonly Row[]> {
  const { Client } = createRequire(join(shop, 'chassis', 'package.json'))('pg');
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** Holds up every write to a table, until somebody waits for it; answers with the way to let go. */
export async function holdUp(shop: string, url: string | undefined, table: string): Promise<() => Promise<void>> {
  const { Client } = createRequire(join(shop, 'chassis', 'package.json'))('pg');
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('begin');
  await client.query(`lock table ${table} in exclusive mode`);
  const waiting = `select count(*)::int as waiting from pg_locks where relation = '${table}'::regclass and not granted`;
  for (const until = Date.now() + 10_000; Date.now() < until; await sleep(5))
    if ((await client.query(waiting)).rows[0].waiting > 0) break;
  return async () => void (await client.end());
}
