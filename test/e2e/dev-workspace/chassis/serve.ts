// As much of a service as `msvc dev` looks at: variables, probes, a JSON log, a drain on SIGTERM.
import { createServer } from 'node:http';

export type Served = { readonly name: string; readonly database: string; readonly owner: string };

export async function serve({ name, database, owner }: Served): Promise<void> {
  const pg = await import('pg' as string);
  const pool = new pg.default.Pool({ connectionString: database });
  const migration = new pg.default.Pool({ connectionString: owner });
  await migration.query('create table if not exists calls (at timestamptz)');
  await migration.query(`grant select, insert on calls to "${new URL(database).username}"`);
  await migration.end();
  const log = (level: string, msg: string, fields: object = {}) =>
    console.log(JSON.stringify({ level, time: new Date().toISOString(), service: name, msg, ...fields }));
  const call = async () => {
    await pool.query('insert into calls values (now())');
    const traceId = `4bf92f3577b34da6a3ce929d0e0e47${name === 'orders' ? '01' : '02'}`;
    log('info', 'rpc', { method: 'PlaceOrder', code: 'OK', ms: 6, traceId });
    await fetch(`${process.env['OTEL_EXPORTER_OTLP_ENDPOINT']}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(traceOf(name, traceId)),
    });
    return 'called';
  };
  const drain = async () => {
    await pool.query('select 1');
    log('info', 'drained');
    process.exit(0);
  };
  const server = createServer((request, response) => {
    if (request.url === '/crash') process.exit(7);
    if (request.url === '/env') return void response.end(JSON.stringify(process.env));
    if (request.url === '/fail')
      log('error', 'failed', { err: { message: 'no', stack: 'Error: no\n    at here.ts:1' } });
    if (request.url === '/call') return void call().then((text) => response.end(text));
    response.end('ok');
  });
  server.listen(Number(process.env['HTTP_PORT']), () => log('info', 'ready'));
  process.once('SIGTERM', () => {
    log('info', 'stopping');
    setTimeout(() => void drain(), 200);
  });
}

function traceOf(name: string, traceId: string): object {
  const now = BigInt(Date.now()) * 1_000_000n;
  const span = (spanId: string, of: object) => ({
    traceId,
    spanId,
    kind: 2,
    startTimeUnixNano: String(now),
    endTimeUnixNano: String(now + 6_000_000n),
    ...of,
  });
  const sql = { key: 'db.system', value: { stringValue: 'postgresql' } };
  const spans = [
    span('a1', { name: 'shop.orders.v1.Orders/PlaceOrder' }),
    span('a2', { name: 'pg.query:INSERT', parentSpanId: 'a1', kind: 3, attributes: [sql] }),
    span('a3', { name: 'orders.v1.OrderPlaced process', parentSpanId: 'a1', kind: 5 }),
  ];
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: name } }] };
  return { resourceSpans: [{ resource, scopeSpans: [{ spans }] }] };
}
