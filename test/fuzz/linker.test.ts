import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inspectFiles } from '../../src/cli/inspect-files.ts';
import { memoryFiles } from '../../src/files/memory.ts';
import { effort } from './effort.ts';
import { fuzz, LEAST } from './fuzz.ts';
import { services } from '../unit/link/code/workspace.ts';

/** Park and Miller's generator: the same numbers on every machine. */
const random = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
};

const here = join(import.meta.dirname, '..', 'unit', 'link', 'code');
/** Code of many libraries: whatever stands between backticks in the linker's own tests. */
const seeds = readdirSync(here, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => readFileSync(join(here, file), 'utf8').match(/`[^`]{40,}`/g) ?? [])
  .map((text) => text.slice(1, -1));
const spice = [
  '{ ...all, a }',
  'all = { ...all, b }',
  'this.x = this',
  'x.y.z()',
  'new Self()',
  'await',
  'export * from "./main"',
  'class A extends A {}',
  'const f = () => f(f)',
  'function g(h) { return g(() => h(g)); }',
  '`${x}${x}`',
  'x[x]',
  ';',
  '}',
  '(',
];

const mutated = (next: (below: number) => number): string => {
  const lines = Array.from({ length: 1 + next(4) }, () => seeds[next(seeds.length)] ?? '')
    .join('\n')
    .split(/(?<=[;\n])/);
  for (let times = next(8); times > 0; times -= 1) {
    const at = next(lines.length);
    const other = lines[next(lines.length)] ?? '';
    lines.splice(at, next(3), next(2) === 0 ? other : `${spice[next(spice.length)] ?? ''};`);
  }
  return lines.join('');
};

test('linking survives code that makes no sense, and gives the same model twice', () => {
  const next = random(20_261_121);
  const until = performance.now() + 8_000;
  for (let round = 0; round < 150 && performance.now() < until; round += 1) {
    const tree = {
      ...services({ orders: { ORDERS_URL: 'http://billing' }, billing: {} }),
      'orders/src/main.ts': mutated(next),
      'orders/src/other.ts': mutated(next),
      'billing/src/main.ts': mutated(next),
      'shared/broker.ts': mutated(next),
    };
    const started = effort();
    const { model } = inspectFiles(memoryFiles(tree));
    expect(effort() - started, tree['orders/src/main.ts']).toBeLessThan(4_000);
    if (round % 10 === 0) expect(inspectFiles(memoryFiles(tree)).model).toEqual(model);
  }
}, 20_000);

test('linking ends where files export each other, and objects spread themselves', () => {
  const many = Array.from({ length: 40 }, (_, at) => `all = { ...all, a${at}: all.b };`).join('\n');
  const { model } = inspectFiles(
    memoryFiles({
      ...services({ orders: {} }),
      'orders/src/main.ts': `import { x } from './a'; let all = { ...x }; ${many} fetch(all.url); fetch(all.never.never);`,
      'orders/src/a.ts': `export { x } from './b'; export * from './b';`,
      'orders/src/b.ts': `export { x } from './a'; export * from './a';`,
    }),
  );
  expect(model.services.map(({ name }) => name)).toEqual(['orders']);
});

const seconds = Number(process.env['MSVC_FUZZ_SECONDS'] ?? 5);

test(
  'linking, judging and telling survive broken workspaces, and every place they tell is one',
  async () => {
    const { cases, faults } = await fuzz('links', Number(process.env['MSVC_FUZZ_SEED'] ?? 1), seconds * 1000);
    expect(faults).toEqual([]);
    expect(cases).toBeGreaterThanOrEqual(LEAST);
  },
  (seconds + 240) * 1000,
);
