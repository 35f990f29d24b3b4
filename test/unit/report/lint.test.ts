import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rules } from '../../../src/cli/rules.ts';
import { check } from '../../../src/lint/engine.ts';
import type { Model } from '../../../src/model/model.ts';
import { renderLintJson } from '../../../src/report/lint/json.ts';
import { renderPretty } from '../../../src/report/lint/pretty.ts';
import { reportOf } from '../../../src/report/lint/report.ts';
import { rulePage } from '../../../src/files/rule-page.ts';
import { renderProof } from '../../../src/report/explain/finding.ts';
import { renderRulePage } from '../../../src/report/explain/rule.ts';
import type { LintReport } from '../../../src/report/types.ts';
import { at, consumer, effect, model, service } from '../lint/models.ts';
import { about } from './fixed.ts';

const found = model({
  services: [service('orders'), service('billing'), service('notifications')],
  stores: [
    {
      id: 'postgres:db/shop',
      kind: 'postgres',
      role: 'data',
      usedBy: ['billing', 'orders'],
      users: [
        {
          service: 'billing',
          tables: [
            {
              table: 'orders',
              access: 'reads',
              evidence: [
                { ...at('services/billing/src/report.ts', 41), note: 'select o.total from orders o join invoices' },
              ],
            },
          ],
          evidence: [{ ...at('compose.yaml', 57), note: 'DATABASE_URL=postgres://shop:hunter2@db/shop' }],
        },
        {
          service: 'orders',
          tables: [
            {
              table: 'orders',
              access: 'declares',
              evidence: [{ ...at('services/orders/migrations/0001.sql', 3), note: 'create table orders (' }],
            },
          ],
          evidence: [at('compose.yaml', 22)],
        },
      ],
    },
  ],
  operations: [
    consumer('notifications', 'kafka:order.placed', [
      effect({ kind: 'external', what: 'mail', library: 'nodemailer', idempotencyKey: false }),
    ]),
  ],
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
});
const resultOf = (value: Model): LintReport =>
  reportOf({ root: '.', model: value, ...check(value, rules), seconds: 0.42 }, about);
const plain = { color: false, columns: 100, showsInfo: false, showsAll: false, showsUnresolved: false };

describe('the report for people', () => {
  test('says the sentence, the facts, the places, what to do, and what was not seen', async () => {
    await expect(renderPretty(resultOf(found), { ...plain, showsUnresolved: true })).toMatchFileSnapshot(
      '__snapshots__/pretty.txt',
    );
  });

  test('keeps within the width', () => {
    for (const columns of [60, 80, 120]) {
      const lines = renderPretty(resultOf(found), { ...plain, columns }).split('\n');
      const places = lines.filter((line) => !/\.(ts|sql|yaml):\d+/.test(line));
      expect(Math.max(...places.map((line) => line.length))).toBeLessThanOrEqual(columns + 1);
    }
  });

  test('has escapes only where colour is wanted', () => {
    const escapes = '\u001b[';
    expect(renderPretty(resultOf(found), plain)).not.toContain(escapes);
    expect(renderPretty(resultOf(found), { ...plain, color: true })).toContain(escapes);
  });

  test('never shows a credential', () => expect(renderPretty(resultOf(found), plain)).not.toContain('hunter2'));

  test('shows what a file calls itself without obeying it', () => {
    const evil = model({
      services: [service('orders')],
      unreadable: [{ file: 'a\u001b[2J\u202e.ts', why: 'broken', at: [1, 1] }],
    });
    const text = renderPretty(resultOf(evil), plain);
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\u202e');
  });

  test('is one line where nothing is wrong', () => {
    const clean = model({ services: [service('orders')], coverage: { ...found.coverage } });
    expect(renderPretty(resultOf(clean), plain)).toBe(
      ' ✓ 1 service, 3 calls, 1 topic, 1 store: nothing to report · 0.4 s\n',
    );
  });

  test('names libraries that are not understood, and calls nothing clean that speaks through them', () => {
    const stranger = (name: string, library: string) =>
      ({
        service: name,
        what: library,
        library,
        kind: 'call',
        evidence: [at(`services/${name}/src/main.ts`)],
      }) as const;
    const services = [service('orders'), service('billing')];
    const unresolved = [stranger('orders', 'seneca'), stranger('billing', 'seneca'), stranger('billing', 'soap')];
    const text = renderPretty(resultOf(model({ services, unresolved, coverage: found.coverage })), plain);
    expect(text).toBe(
      ' ! 2 services, 3 calls, 1 topic, 1 store: nothing to report in what was seen; not understood: seneca in 2 services, soap in 1 · 0.4 s\n',
    );
    expect(renderPretty(resultOf(model({ services, unresolved })), plain)).toContain('seneca in 2 services');
    const full = renderPretty(resultOf({ ...found, unresolved: [...found.unresolved, ...unresolved] }), plain);
    expect(full.replace(/\s+/g, ' ')).toContain(
      '1 could not be told from this repository (--unresolved). Not understood: seneca in 2 services, soap in 1.',
    );
  });

  test('does not call services clean between which nothing was seen', () => {
    expect(renderPretty(resultOf(model({ services: [service('orders')] })), plain)).toContain('little was judged');
  });

  test('does not call an empty folder clean', () => {
    const text = renderPretty(resultOf(model()), plain);
    expect(text).toContain('No services found');
    expect(text).not.toContain('✓');
  });
});

describe('the report for programs', () => {
  const schema: object = JSON.parse(readFileSync('docs/json-schemas/lint.schema.json', 'utf8'));
  const validate = new Ajv2020().compile(schema);

  test('is what the published schema says', () => {
    for (const value of [found, model()]) {
      validate(JSON.parse(renderLintJson(resultOf(value))));
      expect(validate.errors).toBeNull();
    }
  });

  test('is the same every time', () => expect(renderLintJson(resultOf(found))).toBe(renderLintJson(resultOf(found))));
});

describe('explain', () => {
  test('shows the whole proof of a finding', async () => {
    const finding = resultOf(found).findings.find(({ rule }) => rule === 'missing-idempotency');
    await expect(
      finding
        ? renderProof(finding, { rule: rules.find(({ id }) => id === finding.rule), frames: new Map(), style: plain })
        : '',
    ).toMatchFileSnapshot('__snapshots__/proof.txt');
  });

  test('shows every rule within the width', () => {
    for (const rule of rules) {
      const lines = renderRulePage(rule, rulePage(rule.id), plain).split('\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(plain.columns);
      expect(lines.join('\n')).toContain(rule.id);
    }
  });
});
