// The workspace judged: clean, then broken in five ways, then drawn.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Fault, faults } from './faults/index.ts';
import { heading, red, show, step } from './screen.ts';
import { expect, run } from './shell.ts';

const msvc = ['npx', '--no-install', 'msvc'];

export async function judgeWorkspace(clone: string, shop: string): Promise<string> {
  heading('It is judged');
  await step('npx msvc lint', async () => {
    const { output } = await run(shop, [...msvc, 'lint']);
    return output.trim().replace(/^✓ /, '').split('\n')[0] ?? '';
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

type Report = { readonly findings: readonly { readonly rule: string; readonly message: string; readonly at: Place }[] };
type Place = { readonly file: string; readonly line: number };

/** Applies the mistake, lints, and takes it back. */
async function breakIt(shop: string, fault: Fault): Promise<void> {
  const undo = apply(shop, fault);
  let evidence = '';
  try {
    await step(fault.story, async () => {
      const { output, errors } = await run(shop, [...msvc, 'lint', '--format', 'json'], undefined);
      const { findings } = parsed(output, errors);
      const rules = [...new Set(findings.map(({ rule }) => rule))];
      expect(rules.join() === fault.rule, `lint found ${rules.join(', ') || 'nothing'}, not ${fault.rule}`, output);
      const { output: pretty } = await run(shop, [...msvc, 'lint'], undefined);
      evidence = pretty;
      return red(fault.rule);
    });
    show(firstFinding(evidence));
  } finally {
    undo();
  }
}

function parsed(output: string, errors: string): Report {
  try {
    return JSON.parse(output);
  } catch {
    expect(false, 'lint did not answer in JSON', `${output}\n${errors}`);
  }
}

/** The first finding as a user sees it, without what stands around it. */
function firstFinding(pretty: string): string {
  const lines = pretty.split('\n');
  const from = lines.findIndex((line) => /^ [✖⚠]/.test(line));
  const length = lines.slice(from).findIndex((line) => line.trim() === '');
  return lines.slice(from, from + (length < 0 ? lines.length : length)).join('\n');
}

function apply(shop: string, fault: Fault): () => void {
  const undo: (() => void)[] = [];
  for (const edit of fault.edits) {
    const path = join(shop, edit.path);
    if ('create' in edit) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, edit.create, { flag: 'wx' });
      undo.push(() => rmSync(path));
    } else {
      const before = readFileSync(path, 'utf8');
      expect(before.includes(edit.find), `${edit.path} has no "${edit.find}"`, before);
      writeFileSync(
        path,
        before.replace(edit.find, () => edit.replace),
      );
      undo.push(() => writeFileSync(path, before));
    }
  }
  return () => {
    for (const step of undo.toReversed()) step();
  };
}
