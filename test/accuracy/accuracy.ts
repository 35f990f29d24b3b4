#!/usr/bin/env node
// npm run accuracy -- FOLDER [LABELS]   holds what msvc sees and says of labelled repositories against what people saw.
// FOLDER holds checkouts, each named owner__name, at the commit that its label names. LABELS is a folder of labels,
// fixtures/labels where none is named.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inspect } from '../../src/cli/inspect.ts';
import { judge } from '../../src/cli/lint/judge.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Model } from '../../src/model/model.ts';
import { candidatesOf } from './candidates.ts';
import { compare, namesOf, type Comparison, type Count } from './compare.ts';
import { labels, type Label } from './labels.ts';
import { judgedRules, noVerdicts, verdictsOf, type Verdicts } from './verdicts.ts';

const folder = resolve(process.argv[2] ?? '.');
const given = process.argv[3];
const parts = ['services', 'edges', 'stores'] as const;
const none: Count = { right: 0, said: 0, labelled: 0 };
const total: { -readonly [part in keyof Comparison]: Count } = { services: none, edges: none, stores: none };
type RuleTotal = Verdicts & { readonly candidates: number };
const rules = new Map<string, RuleTotal>(judgedRules.map((rule) => [rule, { ...noVerdicts, candidates: 0 }]));

const sumOf = <T extends Readonly<Record<string, number>>>(a: T, b: T): T =>
  // Both have the same keys, and numbers under all of them.
  Object.fromEntries(Object.entries(a).map(([key, value]) => [key, value + (b[key] ?? 0)])) as T;
const shown = ({ right, said, labelled }: Count): string => `${right}/${said}/${labelled}`.padEnd(12);
const ratio = (part: number, of: number): number => (of === 0 ? 1 : part / of);
const f1Of = (precision: number, recall: number): number =>
  precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);

function judgeRules(label: Label, model: Model): void {
  const names = namesOf(model, label);
  const findings = judge(model).findings.map((finding): Finding => ({
    ...finding,
    services: finding.services.map((name) => names.get(name) ?? name),
  }));
  for (const rule of label.labelledRules ?? judgedRules) {
    const own = <T extends { readonly rule: string }>(all: readonly T[] = []) => all.filter((one) => one.rule === rule);
    const verdicts = verdictsOf(rule, own(findings), own(label.findings), own(label.traps));
    const known = rules.get(rule);
    if (known) rules.set(rule, sumOf(known, { ...verdicts, candidates: candidatesOf(rule, model) }));
  }
}

console.log(`${'right/said/labelled'.padEnd(64)}${parts.map((part) => part.padEnd(12)).join('')}`);
for (const label of labels(given)) {
  const root = join(folder, label.repo.replace('/', '__'));
  if (!existsSync(root)) {
    console.log(`${label.repo.padEnd(64)}no checkout`);
    continue;
  }
  const { model } = await inspect(root, { cache: false, env: process.env });
  const comparison = compare(model, label);
  for (const part of parts) total[part] = sumOf(total[part], comparison[part]);
  judgeRules(label, model);
  console.log(`${label.repo.padEnd(64)}${parts.map((part) => shown(comparison[part])).join('')}`);
}
for (const part of parts) {
  const { right, said, labelled } = total[part];
  console.log(
    `${part.padEnd(10)}precision ${ratio(right, said).toFixed(2)}  recall ${ratio(right, labelled).toFixed(2)}`,
  );
}

console.log(
  `\n${'rule'.padEnd(28)}reported  labelled  traps hit  precision  recall  F1    reporting everything: P  F1`,
);
for (const [rule, { right, wrong, found, labelled, trapped, candidates }] of rules) {
  if (right + wrong + labelled === 0) continue;
  const precision = ratio(right, right + wrong);
  const recall = ratio(found, labelled);
  const all = Math.min(1, ratio(labelled, Math.max(candidates, labelled)));
  const columns = [
    String(right + wrong).padStart(8),
    String(labelled).padStart(10),
    String(trapped).padStart(11),
    precision.toFixed(2).padStart(11),
    recall.toFixed(2).padStart(8),
    f1Of(precision, recall).toFixed(2).padStart(6),
    all.toFixed(2).padStart(26),
    f1Of(all, 1).toFixed(2).padStart(6),
  ];
  console.log(rule.padEnd(28) + columns.join(''));
}
