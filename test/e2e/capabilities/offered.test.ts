import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';

describe('REST, rate limit and cache of a context whose aggregate and saga came first', () => {
  let shop: GeneratedWorkspace;
  beforeAll(async () => {
    shop = await generatedWorkspace([
      ['new', 'service', 'bank'],
      ['new', 'service', 'stock'],
      ['new', 'aggregate', 'account', '--events', 'AccountOpened,MoneyDeposited', '--in', 'bank'],
      ['new', 'saga', 'checkout', '--style', 'orchestration', '--steps', 'reserve:stock', '--in', 'bank'],
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

  it('leaves the tests of aggregate and saga as they are', async () => {
    const words = ['node', '../../chassis/src/testing/run.ts', 'test/account-rpc.test.ts', 'test/checkout.test.ts'];
    const tested = await shop.run(words, 'services/bank');
    expect(tested, tested.output).toMatchObject({ status: 0 });
  });
});
