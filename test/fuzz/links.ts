import { inspectFiles } from '../../src/cli/inspect-files.ts';
import { judge } from '../../src/cli/lint/judge.ts';
import { memoryFiles } from '../../src/files/memory.ts';
import { graphOf } from '../../src/graph/services.ts';
import { renderGraphJson } from '../../src/report/graph-json.ts';
import { formatNames, formats } from '../../src/report/lint/formats.ts';
import { reportOf } from '../../src/report/lint/report.ts';
import { rules } from '../../src/cli/rules.ts';
import { UserError } from '../../src/errors.ts';
import { effort } from './effort.ts';
import { treesOf } from '../bench/workspace/files.ts';
import { planOf } from '../bench/workspace/plan.ts';
import { randomOf } from '../bench/workspace/random.ts';
import { mutated } from './mutate.ts';
import { grammars, seedsOf, type Seed } from './seeds.ts';

const folders = [
  ['', '', 'services/orders/', 'services/payments/', 'services/__proto__/', 'apps/constructor/', 'packages/shared/'],
  ['services/orders/src/', 'deploy/', 'ü b/', 'a/b/c/d/e/f/', 'services/Orders/', 'apps/toString/src/'],
].flat();

type Tree = Readonly<Record<string, string>>;
let seeds: readonly Seed[] | undefined;
let bases: readonly Tree[] | undefined;

/** Workspaces that link: our fixtures, and generated ones without the files that speak to nobody. */
function basesOf(all: readonly Seed[]): readonly Tree[] {
  const fixtures = Map.groupBy(all, ({ file }) => /^fixtures\/workspaces\/[^/]+\//.exec(file)?.[0]);
  const generated = [1, 2, 3].map((seed): Tree => Object.assign({}, ...treesOf(planOf(5, seed))));
  return [
    ...[...fixtures].flatMap(([prefix, list]) =>
      prefix === undefined ? [] : [Object.fromEntries(list.map(({ file, text }) => [file.slice(prefix.length), text]))],
    ),
    ...generated.map((tree) => Object.fromEntries(Object.entries(tree).filter(([path]) => !/domain|spec/.test(path)))),
  ];
}

/** A workspace with files missing, broken, and of others among them; or one of files that have nothing to do with each other. */
export function workspaceOf(seed: number, number: number): Tree {
  seeds ??= seedsOf();
  bases ??= basesOf(seeds);
  const random = randomOf(seed * 1_000_003 + number * 7919);
  random.below(2);
  const base = random.below(3) === 0 ? {} : (bases[random.below(bases.length)] ?? {});
  const tree: Record<string, string> = {};
  const harm = 2 + random.below(30);
  for (const [path, text] of Object.entries(base)) {
    const fate = random.below(harm);
    if (fate !== 0) tree[path] = fate === 1 ? mutated(text, random) : text;
  }
  const few = Object.keys(grammars).length;
  for (let count = random.below(16); count > 0; count -= 1) {
    const { file, text } = seeds[random.below(random.below(2) === 0 ? few : seeds.length)] ?? {
      file: 'a.ts',
      text: '',
    };
    const path = `${folders[random.below(folders.length)] ?? ''}${file.replace(/^.*\/(?=[^/]+\/[^/]+$)/, '')}`;
    tree[path] = random.below(3) === 0 ? mutated(text, random) : text;
  }
  return tree;
}

const renders = await Promise.all(formatNames.map((name) => formats[name]()));
const about = {
  rules,
  ran: new Set<string>(),
  version: '0.0.0',
  paths: { fromCheckout: '', fromHere: '' },
  frames: new Map(),
};
const shows = { color: true, columns: 80, showsInfo: true, showsAll: false, showsUnresolved: true };

/** What is wrong with the model that linking makes of a workspace, and with what is said of it. */
export function brokenLinkLaws(tree: Tree): readonly string[] {
  try {
    const started = effort();
    const { model } = inspectFiles(memoryFiles(tree));
    const { findings, undecided } = judge(model);
    for (const render of renders) render(reportOf({ root: '.', model, findings, undecided, seconds: 0 }, about), shows);
    renderGraphJson(graphOf(model));
    const ms = effort() - started;
    return [...(ms > 4000 ? [`takes ${ms.toFixed(0)} ms`] : []), ...wrongPlaces([model, findings, undecided], tree)];
  } catch (error) {
    if (error instanceof UserError) return []; // mistakes in msvc.yaml
    return [`throws ${error instanceof Error ? error.stack : String(error)}`];
  }
}

/** Every place that proves something lies on a line of a file that exists. */
function wrongPlaces(values: unknown, tree: Tree): readonly string[] {
  const lines = new Map(Object.entries(tree).map(([file, text]) => [file, text.split('\n').length]));
  const stack: unknown[] = [values];
  const seen = new Set<unknown>();
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if ('file' in value && 'line' in value) {
      const count = lines.get(String(value.file));
      if (count === undefined || !(Number(value.line) >= 1 && Number(value.line) <= count))
        return [`tells a place that is none: ${String(value.file)}:${String(value.line)}`];
    }
    stack.push(...(value instanceof Map ? value.values() : Object.values(value)));
  }
  return [];
}
