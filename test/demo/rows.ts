// What the databases hold, asked as the role of each context.
import { createRequire } from 'node:module';
import { join } from 'node:path';

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
