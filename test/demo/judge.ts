// The workspace judged: clean, then broken in five ways, then drawn.
import { cpSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Edit, Fault } from './faults/fault.ts';
import { faults } from './faults/index.ts';
import { heading, red, show, step } from './screen.ts';
import { expect, run } from './shell.ts';

const msvc = ['npx', '--no-install', 'msvc'];
const lint = ['lint', '--fail-on', 'warning'];

export async function judgeWorkspace(clone: string, shop: string): Promise<string> {
  heading('It is judged');
  await step('npx msvc lint', async () => {
    const { coverage, text } = await lintIn(shop, 0);
    const { stores, channels } = coverage;
    expect(stores.resolved >= 3 && channels.resolved >= 5, 'lint did not see the databases and events', text);
    return text.trim().replace(/^✓ /, '').split('\n')[0] ?? '';
  });
  for (const fault of faults) await breakIt(shop, fault);
  const map = join(clone, 'demo-map.svg');
  await step('npx msvc graph --format svg', async () => {
    const { output } = await run(shop, [...msvc, 'graph', '--format', 'svg']);
    expect(/^<svg|^<\?xml/.test(output.trimStart()), 'that is no SVG', output.slice(0, 500));
    for (const name of ['orders', 'payments', 'inventory']) expect(output.includes(name), `the map lacks ${name}`);
    writeFileSync(map, output);
    return `${(statSync(map).size / 1000).toFixed(0)} kB`;
  });
  return map;
}

type Report = {
  readonly findings: readonly { readonly rule: string }[];
  readonly coverage: Readonly<Record<'stores' | 'channels', { readonly resolved: number }>>;
};

/** Makes the mistake in a copy of the workspace, and lints that. Nothing need be installed for it. */
async function breakIt(shop: string, fault: Fault): Promise<void> {
  const broken = join(dirname(shop), fault.rule, 'shop');
  let evidence = '';
  await step(fault.story, async () => {
    cpSync(shop, broken, { recursive: true, filter: (path) => !/[\\/](node_modules|\.dev)$/.test(path) });
    if (fault.command) await run(broken, [...msvc, ...fault.command]);
    for (const edit of fault.edits) make(broken, edit);
    const { findings, text } = await lintIn(broken, 1);
    const rules = [...new Set(findings.map(({ rule }) => rule))];
    expect(rules.join() === fault.rule, `lint found ${rules.join(', ') || 'nothing'}, not ${fault.rule}`, text);
    evidence = text;
    return red(fault.rule);
  });
  show(firstFinding(evidence));
}

/** One run, told to people and to programs. */
async function lintIn(workspace: string, expected: number): Promise<Report & { readonly text: string }> {
  const report = join(dirname(workspace), 'report.json');
  const formats = ['--format', 'pretty', '--format', `json=${report}`];
  const { output, errors } = await run(workspace, [...msvc, ...lint, ...formats], expected);
  try {
    return { ...JSON.parse(readFileSync(report, 'utf8')), text: output };
  } catch {
    expect(false, 'lint wrote no report', `${output}\n${errors}`);
  }
}

/** The first finding as a user sees it, without what stands around it. */
function firstFinding(pretty: string): string {
  const lines = pretty.split('\n');
  const from = lines.findIndex((line) => /^ [✖⚠]/.test(line));
  const length = lines.slice(from).findIndex((line) => line.trim() === '');
  return lines.slice(from, from + (length < 0 ? lines.length : length)).join('\n');
}

function make(workspace: string, edit: Edit): void {
  const path = join(workspace, edit.path);
  if ('create' in edit) return writeFileSync(path, edit.create, { flag: 'wx' });
  const before = readFileSync(path, 'utf8');
  expect(before.includes(edit.find), `${edit.path} has no "${edit.find}"`, before);
  writeFileSync(
    path,
    before.replace(edit.find, () => edit.replace),
  );
}
