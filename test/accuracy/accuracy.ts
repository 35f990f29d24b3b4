#!/usr/bin/env node
// npm run accuracy -- FOLDER   holds what msvc sees in labelled repositories against what people saw.
// FOLDER holds checkouts, each named owner__name, at the commit that its label names.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inspect } from '../../src/cli/inspect.ts';
import { compare, type Comparison, type Count } from './compare.ts';
import { labels } from './labels.ts';

const folder = resolve(process.argv[2] ?? '.');
const parts = ['services', 'edges', 'stores'] as const;
const none: Count = { right: 0, said: 0, labelled: 0 };
const total: { -readonly [part in keyof Comparison]: Count } = { services: none, edges: none, stores: none };

const plus = (a: Count, b: Count): Count => ({
  right: a.right + b.right,
  said: a.said + b.said,
  labelled: a.labelled + b.labelled,
});
const shown = ({ right, said, labelled }: Count): string => `${right}/${said}/${labelled}`.padEnd(12);
const ratio = (part: number, of: number): string => (of === 0 ? 1 : part / of).toFixed(2);

console.log(`${'right/said/labelled'.padEnd(64)}${parts.map((part) => part.padEnd(12)).join('')}`);
for (const label of labels()) {
  const root = join(folder, label.repo.replace('/', '__'));
  if (!existsSync(root)) {
    console.log(`${label.repo.padEnd(64)}no checkout`);
    continue;
  }
  const { model } = await inspect(root, { cache: false, env: process.env });
  const comparison = compare(model, label);
  for (const part of parts) total[part] = plus(total[part], comparison[part]);
  console.log(`${label.repo.padEnd(64)}${parts.map((part) => shown(comparison[part])).join('')}`);
}
for (const part of parts) {
  const { right, said, labelled } = total[part];
  console.log(`${part.padEnd(10)}precision ${ratio(right, said)}  recall ${ratio(right, labelled)}`);
}
