import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { pino } from 'pino';
import { NotesService } from '../gen/notes/v1/notes_pb.ts';
import { Metrics } from '../src/metrics.ts';
import type { HttpAnswer } from '../src/rest/problem.ts';
import { serveRest } from '../src/rest/server.ts';
import { callerOf, type Call } from '../src/rpc/call.ts';

const metrics = new Metrics();
const closing: (() => unknown)[] = [];
after(async () => {
  for (const close of closing) await close();
});

/** One route at /v1/x, and what is asked of it. */
async function served(answer: (call: Call) => HttpAnswer, callerHeader?: string) {
  const route = { method: 'GET', path: '/v1/x', rpc: NotesService.method.getNote } as const;
  const options = { port: 0, deadlineMs: 1000, maxBodyBytes: 1000, callerHeader };
  const host = { log: pino({ level: 'silent' }), metrics, settings: {} };
  const listener = await serveRest([{ route, answer: async (_request, call) => answer(call) }], options, host);
  closing.push(() => listener.close(100));
  return (headers: Record<string, string> = {}) => fetch(`http://127.0.0.1:${listener.port}/v1/x`, { headers });
}

test('an answer that HTTP cannot carry is a problem, and the process lives', async () => {
  for (const location of ['/v1/\u540d', '/v1/a\r\nset-cookie: b']) {
    const ask = await served(() => ({ status: 201, headers: { location }, body: '{}' }));
    const response = await ask();
    assert.equal(response.status, 500);
    assert.equal(response.headers.get('content-type'), 'application/problem+json');
    assert.equal(response.headers.get('set-cookie'), null);
  }
  assert.match(metrics.render(), /http_total\{method="GET",route="\/v1\/x",outcome="500"\} 2/);
});

test('who calls is where it comes from, or whom the gateway names; never what it says of itself', async () => {
  const tellsWho = (call: Call) => ({ status: 200, headers: {}, body: callerOf(call) });
  const plain = await served(tellsWho);
  assert.equal(await (await plain({ 'x-caller': 'somebody-else' })).text(), '127.0.0.1');
  const behind = await served(tellsWho, 'X-Real-IP');
  assert.equal(await (await behind({ 'x-caller': 'somebody-else', 'x-real-ip': '192.0.2.7' })).text(), '192.0.2.7');
  assert.equal(await (await behind()).text(), '127.0.0.1');
});
