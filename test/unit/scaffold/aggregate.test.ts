import { beforeAll, describe, expect, test } from 'vitest';
import { capabilities } from '../../../src/cli/templates.ts';
import type { Answers, Workspace } from '../../../src/scaffold/kit.ts';
import { answersOf, born, workspace } from './born.ts';

const birth = { capability: 'service', answers: answersOf('bank', { aggregate: 'Bank', publishes: ['BankOpened'] }) };
const account = {
  name: 'account',
  events: ['AccountOpened', 'MoneyDeposited', 'MoneyWithdrawn'],
  in: 'bank',
  snapshotEvery: 100,
};
const bankWith = (...applied: readonly { readonly capability: string; readonly answers: Answers }[]): Workspace => ({
  ...workspace,
  services: [{ name: 'bank', path: 'services/bank', contexts: ['bank'], number: 1, applied: [birth, ...applied] }],
});

async function bank(): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  await born(texts, 'workspace', { dir: '.', name: 'shop', pinNode: false, msvc: '' });
  await born(texts, 'service', birth.answers);
  await born(texts, 'aggregate', account, bankWith());
  return texts;
}

describe('an event-sourced aggregate', () => {
  let texts = new Map<string, string>();
  beforeAll(async () => {
    texts = await bank();
  });

  test('keeps, publishes and offers each of its events', () => {
    for (const path of [
      'domain/account.ts',
      'adapters/store/account-events.ts',
      'adapters/events/account-published.ts',
    ])
      for (const event of account.events) expect(texts.get(`services/bank/${path}`), path).toContain(`${event}:`);
    const contract = texts.get('contracts/bank/v1/account.proto') ?? '';
    expect([...contract.matchAll(/rpc (\w+)/g)].map(([, rpc]) => rpc)).toEqual([
      'OpenAccount',
      'DepositMoney',
      'WithdrawMoney',
      'GetAccount',
    ]);
    const messages = [...(texts.get('contracts/bank/v1/events.proto') ?? '').matchAll(/message (\w+)/g)];
    expect(messages.map(([, message]) => message)).toEqual(['BankOpened', ...account.events]);
  });

  test('stands beside what the service keeps in rows', () => {
    expect(texts.get('services/bank/context.ts')).toContain(
      'rpc: [bankService({ atomically }), accountService({ atomically })]',
    );
    expect(texts.get('services/bank/application/ports.ts')).toContain('readonly accounts: AccountRepository');
    expect(texts.get('services/bank/adapters/store/stores.ts')).toContain('accounts: accountRepository(tx)');
    expect(texts.get('services/bank/migrations/index.ts')).toContain("'0002-event-sourcing': eventSourcingTables");
    expect(texts.get('CONTRIBUTING.md')).toContain('## Event sourcing');
  });

  test('names no technology in its domain', () => {
    expect(texts.get('services/bank/domain/account.ts')).not.toMatch(/^import/m);
    expect(texts.get('services/bank/application/account-use-cases.ts')).not.toMatch(/chassis|kysely|zod/);
  });

  test('reads with the version of zod that the chassis has', () => {
    const versionIn = (path: string) => JSON.parse(texts.get(path) ?? '{}').dependencies.zod;
    expect(versionIn('services/bank/package.json')).toMatch(/^\d+\.\d+\.\d+$/);
    expect(versionIn('services/bank/package.json')).toBe(versionIn('chassis/package.json'));
  });

  test('changes nothing the second time', async () => {
    const applied = { capability: 'aggregate', answers: account };
    const again = await born(texts, 'aggregate', account, bankWith(applied));
    expect(again.writes.map(({ path }) => path)).toEqual([]);
  });

  test('may have another beside it, which shares its tables', async () => {
    const texts = await bank();
    const card = { name: 'CreditCard', events: ['CardIssued', 'CardBlocked'], in: 'bank', snapshotEvery: 20 };
    await born(texts, 'aggregate', card, bankWith({ capability: 'aggregate', answers: account }));
    expect(texts.get('services/bank/migrations/index.ts')?.match(/eventSourcingTables,/g)).toHaveLength(1);
    expect(texts.get('services/bank/domain/credit-card.ts')).toContain("BlockCard: 'CardBlocked'");
    expect(texts.get('services/bank/adapters/store/credit-card-events.ts')).toContain('every: 20');
    expect(texts.get('CONTRIBUTING.md')?.match(/^## Event sourcing$/gm)).toHaveLength(1);
  });

  test('is limited like the rest of its service', async () => {
    const limited = new Map<string, string>();
    await born(limited, 'workspace', { dir: '.', name: 'shop', pinNode: false, msvc: '' });
    await born(limited, 'service', birth.answers);
    await born(limited, 'rate-limit', { to: 'bank', perSecond: 50, store: 'memory' }, bankWith());
    await born(limited, 'aggregate', account, bankWith());
    const context = limited.get('services/bank/context.ts') ?? '';
    expect(context).toContain('rateLimited(accountService({ atomically }), limit)');
    const again = await born(limited, 'aggregate', account, bankWith({ capability: 'aggregate', answers: account }));
    expect(again.writes).toEqual([]);
  });

  test('comes behind a migration that has no file of its own', async () => {
    const texts = await bank();
    const index = 'services/bank/migrations/index.ts';
    const saga =
      "import { sagaTables } from '@shop/chassis/saga/tables';\nimport * as initial from './0001-initial.ts';";
    const text = (texts.get(index) ?? '')
      .replace(/^import \{ eventSourcingTables \}.*\n/m, '')
      .replace("  '0002-event-sourcing': eventSourcingTables,\n", "  '0002-saga': sagaTables,\n")
      .replace("import * as initial from './0001-initial.ts';", saga);
    texts.set(index, text);
    await born(texts, 'aggregate', account, bankWith());
    expect(texts.get(index)).toContain("'0003-event-sourcing': eventSourcingTables");
  });
});

describe('what cannot be an event-sourced aggregate', () => {
  const questions = capabilities.find(({ id }) => id === 'aggregate')?.questions ?? {};
  const applied = { capability: 'aggregate', answers: account };
  const mistakes = (question: string, answers: Answers, in_ = bankWith()): string => {
    const asked = questions[question];
    const value = answers[question];
    const known = { workspace: in_, answers };
    if (asked?.kind === 'list' && Array.isArray(value)) return (asked.mistakes?.(value, known) ?? []).join('; ');
    if (asked?.kind === 'number' && typeof value === 'number') return (asked.mistakes?.(value, known) ?? []).join('; ');
    if ((asked?.kind === 'text' || asked?.kind === 'choice') && typeof value === 'string')
      return (asked.mistakes?.(value, known) ?? []).join('; ');
    throw new Error(`no question ${question}`);
  };

  test.each([
    [{ name: 'account' }, ''],
    [{ name: 'CreditCard' }, ''],
    [{ name: 'credit-card' }, ''],
    [{ name: 'date' }, '"Date" means something else'],
    [{ name: '../x' }, 'not a path'],
  ])('%j', (answers, mistake) => {
    const found = mistakes('name', answers);
    if (mistake === '') expect(found).toBe('');
    else expect(found).toContain(mistake);
  });

  test.each([
    [['AccountOpened'], 'name at least two'],
    [['AccountOpened', 'AccountOpened'], 'stands there twice'],
    [['AccountOpened', 'Account'], 'called after what happened'],
    [['MoneyPaid', 'MoneyPayed'], 'would both be asked for with PayMoney'],
    [['AccountOpened', 'money'], 'named like OrderPlaced'],
    [['AccountOpened', 'MoneyDeposited'], ''],
  ])('events %j', (events, mistake) => {
    const found = mistakes('events', { name: 'account', events });
    if (mistake === '') expect(found).toBe('');
    else expect(found).toContain(mistake);
  });

  test('one that the service keeps in rows', () => {
    expect(mistakes('in', { ...account, name: 'bank' })).toContain('bank keeps Bank in rows already');
    const byHand = { name: 'bank', path: 'services/bank', contexts: ['bank'], number: 0 };
    expect(mistakes('in', account, { ...workspace, services: [byHand] })).toBe('');
  });

  test('one that is called like the contract of the service', () => {
    const ledger = { ...birth, answers: { ...birth.answers, aggregate: 'Ledger' } };
    const place = { name: 'bank', path: 'services/bank', contexts: ['bank'], number: 1, applied: [ledger] };
    expect(mistakes('in', { ...account, name: 'bank' }, { ...workspace, services: [place] })).toContain(
      'bank.proto is the contract of bank itself',
    );
  });

  test('one whose events the contract has already', () => {
    const events = ['bank.v1.BankOpened', ...account.events.map((event) => `bank.v1.${event}`)];
    const later = { ...bankWith(applied), events };
    const other = { ...account, name: 'deposit', events: ['DepositMade', 'MoneyDeposited', 'BankOpened'] };
    expect(mistakes('in', other, later)).toMatch(/"MoneyDeposited" is an event of bank already.*"BankOpened" is/);
    expect(mistakes('in', account, later)).toBe('');
  });

  test('one with a snapshot behind every event', () => {
    expect(mistakes('snapshotEvery', { snapshotEvery: 1 })).toContain('2 or more');
  });
});
