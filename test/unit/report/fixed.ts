import { rules } from '../../../src/cli/rules.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { RuleNotes } from '../../../src/model/rule.ts';
import { reportOf } from '../../../src/report/lint/report.ts';
import type { LintReport, LintResult, Surroundings } from '../../../src/report/types.ts';
import { at, model, service } from '../lint/models.ts';

/** Nothing around a result that a test does not ask for. */
export const about: Surroundings = {
  rules,
  ran: new Set(rules.map(({ id }) => id)),
  version: '1.2.3',
  paths: { fromCheckout: '', fromHere: '' },
  frames: new Map(),
};

const notes = (id: string, parts: Partial<RuleNotes>): RuleNotes => ({
  id,
  group: 'core',
  tier: 'proven',
  summary: `The law of ${id}.`,
  why: 'Something breaks in production.',
  decided: 'Both ends are looked at.',
  notReported: ['what is no fault', 'what cannot be seen'],
  remedy: 'Mend it',
  sources: ['A Book, chapter 3'],
  options: {},
  ...parts,
});

/** Rules as reports need them; fixed, so that a new rule of the product changes no snapshot. */
export const fixedRules: readonly RuleNotes[] = [
  notes('shared-database', {}),
  notes('sync-chain', {}),
  notes('missing-idempotency', { tier: 'local-absence', looksAt: 'handler' }),
  notes('missing-timeout', { tier: 'local-absence', group: 'calls', looksAt: 'call' }),
  notes('mega-service', { tier: 'advice', group: 'boundaries', optIn: true }),
  notes('never-violated', { group: 'running' }),
];

export const finding = (rule: string, number: number, parts: Partial<Finding> = {}): Finding => ({
  rule,
  severity: 'error',
  message: `${rule} is broken`,
  services: ['orders'],
  at: { file: 'services/orders/src/main.ts', line: number, column: 3 },
  related: [],
  subject: ['orders', String(number)],
  fingerprint: `${number.toString(16).padStart(6, '0')}abcdef`,
  remedy: 'Mend it',
  url: `rules/${rule}/README.md`,
  suppressed: null,
  proof: [],
  ...parts,
});

const place = (file: string, line: number) => ({ file, line, column: 5 });

const findings: readonly Finding[] = [
  finding('shared-database', 41, {
    message: 'billing and orders use the same table: orders',
    detail: 'orders declares "orders" in postgres:db/shop; billing reads it.',
    services: ['billing', 'orders'],
    at: place('services/billing/src/report.ts', 41),
    related: [
      { ...place('compose.yaml', 22), label: 'billing', note: 'DATABASE_URL' },
      { ...place('services/orders/migrations/0001.sql', 3), label: 'orders', note: 'create table orders' },
      { ...place('services/billing/src/report.ts', 41), label: 'billing', note: 'reads orders' },
    ],
    remedy: 'Ask the owner over its API, or keep a copy that its events feed',
  }),
  finding('sync-chain', 18, {
    message: 'One request waits on three services in a row',
    services: ['gateway', 'orders', 'payments'],
    at: place('services/gateway/src/main.ts', 18),
    related: [
      { ...place('services/gateway/src/main.ts', 18), label: 'gateway POST /checkout', depth: 0 },
      { ...place('services/orders/src/place.ts', 33), label: 'orders POST /orders', note: 'http', depth: 1 },
      { ...place('services/payments/src/charge.ts', 27), label: 'payments Charge', note: 'no deadline', depth: 2 },
    ],
  }),
  finding('sync-chain', 19, {
    message: 'One request waits on four services in a row',
    suppressed: 'batch job, until 2027-03-01',
  }),
  ...Array.from({ length: 9 }, (_, index) =>
    finding('missing-timeout', 100 + index, {
      severity: 'warning',
      message: `A call from orders to service-${index} has no deadline`,
      services: [index % 2 ? 'orders' : 'billing'],
      related: [],
    }),
  ),
  finding('missing-timeout', 120, { severity: 'warning', baseline: 'unchanged', message: 'An old call' }),
  finding('mega-service', 200, { severity: 'info', message: 'orders does the work of three services' }),
];

const result: LintResult = {
  root: '.',
  seconds: 0.42,
  model: model({
    services: [service('billing'), service('gateway'), service('orders', 'sales'), service('payments', 'sales')],
    unresolved: [
      { service: 'orders', what: 'GET ${url}/x', kind: 'call', evidence: [at('services/orders/src/x.ts', 5)] },
    ],
    coverage: {
      files: 12,
      unreadable: 0,
      calls: { found: 4, resolved: 3 },
      stores: { found: 1, resolved: 1 },
      channels: { found: 1, resolved: 1 },
    },
  }),
  findings,
  undecided: [
    ...[7, 3].map((line) => ({
      rule: 'missing-idempotency',
      undecided: 'whether the key of the row is fresh',
      at: place('services/orders/src/consumer.ts', line),
      services: ['orders'],
    })),
    // Two requests go through one line.
    ...[1, 2].map(() => ({
      rule: 'missing-timeout',
      undecided: 'which client makes the call',
      at: place('services/gateway/src/main.ts', 30),
      services: ['gateway'],
    })),
  ],
};

/** One report with something of everything: paths, repeats, silenced, accepted, undecided, quoted source. */
export const fixed: LintReport = reportOf(result, {
  ...about,
  rules: fixedRules,
  ran: new Set(fixedRules.filter(({ optIn }) => !optIn).map(({ id }) => id)),
  frames: new Map([
    [
      'services/gateway/src/main.ts:18',
      { first: 17, lines: ['', "app.post('/checkout', async (request, response) => {", '  const body = 1;'] },
    ],
    [
      'services/orders/src/main.ts:100',
      { first: 98, lines: ['a', 'b', '    const answer = await fetch(`${url}/charge`, { method: "POST" });', '}'] },
    ],
  ]),
});
