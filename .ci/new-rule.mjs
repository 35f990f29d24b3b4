#!/usr/bin/env node
// Writes the two files of a new rule:  npm run new:rule -- <id>
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const id = process.argv[2] ?? '';
const folder = join(resolve(import.meta.dirname, '..'), 'rules', id);
if (!/^[a-z]+(-[a-z]+)*$/.test(id) || existsSync(folder)) {
  console.error(
    existsSync(folder) && id ? `rules/${id} exists already.` : 'usage: npm run new:rule -- <kebab-case-id>',
  );
  process.exit(2);
}
const name = id.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
mkdirSync(folder, { recursive: true });
writeFileSync(
  join(folder, 'rule.ts'),
  `import { defineRule } from '../../src/lint/kit.ts';

export default defineRule({
  id: '${id}',
  group: 'core',
  tier: 'proven',
  summary: 'The law in one sentence, as it holds when all is well.',
  why: 'The failure in production that it prevents.',
  decided: 'What is looked at, and when it is violated.',
  notReported: ['what looks like the fault and is none'],
  remedy: 'What to do, in one line',
  looksAt: 'service',
  sources: [],
  messages: {
    broken: ({ service }: { service: string }) => \`\${service} breaks it\`,
  },
  *check(model, say) {
    for (const { name, evidence } of model.services.slice(0, 0)) {
      yield say('broken', { service: name }, { at: evidence[0], related: [], services: [name], subject: [name] });
    }
  },
});
`,
);
writeFileSync(
  join(folder, 'cases.ts'),
  `import type { Case } from '../../src/lint/kit.ts';

export default [
  {
    title: 'what is right',
    page: true,
    files: { 'services/orders/package.json': '{ "name": "orders", "scripts": { "start": "node main.js" } }' },
    findings: [],
  },
] satisfies readonly Case[];
`,
);
writeFileSync(
  join(folder, 'faults.ts'),
  `import type { Fault } from '../../src/lint/kit.ts';

export default [
  {
    title: 'what goes wrong, put into a clean workspace',
    in: 'express',
    edits: { 'services/tariffs/src/main.ts': [['a text that stands there once', 'the fault']] },
    at: { file: 'services/tariffs/src/main.ts', line: 'the fault' },
  },
] satisfies readonly Fault[];
`,
);
console.log(`wrote rules/${id}/rule.ts, cases.ts and faults.ts
next: add ${name} to its group in src/cli/rules/, npm run rules:docs, npx vitest run --project unit test/unit/rules`);
