import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';

const edge = `
import { Harness } from '@shop/chassis/testing/harness';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bankContext } from '../context.ts';

let harness: Harness;
before(async () => {
  harness = await Harness.start();
});
after(() => harness.close());

async function served(more: Record<string, string>) {
  const environment = { ...(await harness.environment(bankContext)), ...more };
  const { facadePorts, httpPort } = await harness.process([bankContext], environment);
  const at = (path: string, headers: Record<string, string> = {}) =>
    fetch(\`http://127.0.0.1:\${facadePorts['rest']}\${path}\`, { headers });
  const metrics = async () => (await fetch(\`http://127.0.0.1:\${httpPort}/metrics\`)).text();
  return { at, metrics };
}

test('a limit holds over HTTP, whatever a caller calls itself, and for each whom the gateway names', async () => {
  const { at, metrics } = await served({ RATE_LIMIT_PER_SECOND: '2', REST_CALLER_HEADER: 'x-real-ip' });
  for (const path of ['/v1/accounts/none', '/v1/checkouts']) {
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const asked = Array.from({ length: 6 }, (_, index) => at(path, { 'x-caller': String(index) }));
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    assert.equal(statuses.filter((status) => status === 429).length, 4, path + ' ' + statuses.join());
    assert.notEqual((await at(path, { 'x-real-ip': '192.0.2.7' })).status, 429);
  }
  assert.match(await metrics(), /rate_limited_total\\{context="bank"\\} 8/);
});

test('what is read over HTTP is kept', async () => {
  const { at, metrics } = await served({ CACHE_MAX_AGE_MS: '60000' });
  const body = JSON.stringify({ reference: 'A-1', amount: '5' });
  const { port } = new URL((await at('/')).url);
  const headers = { 'content-type': 'application/json' };
  const made = await fetch(\`http://127.0.0.1:\${port}/v1/banks\`, { method: 'POST', headers, body });
  const location = made.headers.get('location') ?? '';
  for (let times = 0; times < 3; times += 1) assert.equal((await at(location)).status, 200);
  assert.match(await metrics(), /cache_total\\{context="bank",outcome="hit"\\} 2/);
});
`;

describe('REST, rate limit and cache of a context whose aggregate and saga came first', () => {
  let shop: GeneratedWorkspace;
  beforeAll(async () => {
    shop = await generatedWorkspace([
      ['new', 'service', 'bank'],
      ['new', 'service', 'stock'],
      ['new', 'aggregate', 'account', '--events', 'AccountOpened,MoneyDeposited', '--in', 'bank'],
      ['new', 'saga', 'checkout', '--style', 'orchestration', '--steps', 'reserve:stock', '--in', 'bank'],
      ['new', 'rpc', 'ExportBanks', '--stream', '--to', 'bank'],
      // Its handlers need one thing more than those of the stream were tested with.
      ['new', 'request', 'StockLevel', '--in', 'bank', '--to', 'stock'],
      ['add', 'rest', '--to', 'bank'],
      ['add', 'rate-limit', '--to', 'bank'],
      ['add', 'cache', '--to', 'bank'],
    ]);
  });
  afterAll(() => shop.remove());

  it('passes types, formatter, linter and the laws between services', async () => {
    const checked = await shop.run(['npm', 'run', 'check']);
    expect(checked, checked.output).toMatchObject({ status: 0 });
    const judged = await shop.msvc('lint', '--show', 'info');
    expect(judged.stdout).toContain('nothing to report');
  });

  it('answers over HTTP as over RPC, and describes all of it in one document', async () => {
    const words = ['node', '../../chassis/src/testing/run.ts', 'test/rest.test.ts', 'test/account-rest.test.ts'];
    const tested = await shop.run(words, 'services/bank');
    expect(tested, tested.output).toMatchObject({ status: 0 });
    const { paths } = JSON.parse(shop.read('contracts/bank/v1/openapi.json'));
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/v1/accounts',
        '/v1/accounts/{id}',
        '/v1/accounts/{id}/deposit',
        '/v1/checkouts/{bankId}',
      ]),
    );
  });

  it('limits and caches callers over HTTP like any other, each by its address', async () => {
    await shop.write('services/bank/test/edge.test.ts', edge);
    const tested = await shop.run(['node', '../../chassis/src/testing/run.ts', 'test/edge.test.ts'], 'services/bank');
    expect(tested, tested.output).toMatchObject({ status: 0 });
  });

  it('leaves the tests of aggregate and saga as they are', async () => {
    const words = ['node', '../../chassis/src/testing/run.ts', 'test/account-rpc.test.ts', 'test/checkout.test.ts'];
    const tested = await shop.run(words, 'services/bank');
    expect(tested, tested.output).toMatchObject({ status: 0 });
  });
});
