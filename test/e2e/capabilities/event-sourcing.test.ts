import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chassisTests } from '../generated/chassis-tests.ts';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';

const events = 'AccountOpened,MoneyDeposited,MoneyWithdrawn';

describe('an event-sourced aggregate, beside everything else that a service may have', () => {
  let shop: GeneratedWorkspace;
  beforeAll(async () => {
    shop = await generatedWorkspace([
      ['new', 'service', 'payments', '--publishes', 'PaymentCaptured', '--broker', 'nats'],
      ['new', 'service', 'bank', '--publishes', 'BankOpened'],
      ['new', 'saga', 'onboarding', '--steps', 'charge:payments', '--in', 'bank'],
      ['new', 'aggregate', 'account', '--events', events, '--snapshot-every', '20', '--in', 'bank'],
      ['add', 'read-model', 'account-list', '--from', 'bank.v1.AccountOpened,bank.v1.MoneyDeposited', '--to', 'bank'],
      [
        'new',
        'aggregate',
        'SpareEquipment',
        '--events',
        'EquipmentBought,EquipmentSold',
        '--snapshot-every',
        '5',
        '--in',
        'bank',
      ],
    ]);
  });
  afterAll(() => shop.remove());

  const runner = [process.execPath, '../../chassis/src/testing/run.ts'];

  it('passes types, formatter, linter and the laws between services', async () => {
    const checked = await shop.run(['npm', 'run', 'check']);
    expect(checked, checked.output).toMatchObject({ status: 0 });
    const judged = await shop.msvc('lint', '--show', 'info');
    expect(judged.stdout, judged.output).toContain('nothing to report');
  });

  it('is what happened to it: replayed, from a snapshot, in old versions, raced for, and published with it', async () => {
    const files = ['account-domain', 'account-store', 'account-rpc', 'spare-equipment-domain', 'spare-equipment-store'];
    const tests = files.map((file) => `test/${file}.test.ts`);
    const tested = await shop.run([...runner, ...tests], 'services/bank');
    expect(tested, tested.output).toMatchObject({ status: 0 });
    expect(tested.output).toMatch(/fail 0\b/);
    expect(tested.output).toContain('✔ an event of an old version still loads');
    expect(tested.output).toContain('✔ replaying what happened makes the state that was answered');
  });

  it('is kept by a store that reads every version and guesses nothing', async () => {
    await chassisTests(shop, ['event-sourcing'], 9);
  });

  it('changes nothing when it is asked for again', async () => {
    const words = [
      'new',
      'aggregate',
      'account',
      '--events',
      events,
      '--snapshot-every',
      '20',
      '--in',
      'bank',
      '--yes',
    ];
    const again = await shop.msvc(...words);
    expect(again, again.output).toMatchObject({ status: 0 });
    expect(again.output).toContain('already up to date');
  });
});
