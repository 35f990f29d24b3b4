// Every view of real checkouts in every format, through each format's own tool. Nothing of a checkout is run.
//
//   node .ci/ready.mjs test/formats/checkouts.ts path/to/a/checkout…
import { basename } from 'node:path';
import process from 'node:process';
import { importsOf } from '../../src/cli/graph/imports.ts';
import { inspectFolder } from '../../src/cli/lint/inspect-folder.ts';
import type { World } from '../../src/cli/world.ts';
import { drawingOf } from '../../src/graph/drawing.ts';
import { channelsFolded } from '../../src/graph/fold.ts';
import type { View, ViewId } from '../../src/graph/types.ts';
import { viewIds } from '../../src/graph/views/ids.ts';
import { viewOf } from '../../src/graph/views/index.ts';
import { canShow, renderers, type MapFormat } from '../../src/report/map/formats.ts';
import { fits, renderViewText } from '../../src/report/map/text.ts';
import { renderSvg } from '../../src/report/svg/svg.ts';
import { install } from './tools/install.ts';
import { parsers } from './tools/parsers.ts';

const drawn = new Set<MapFormat>(['mermaid', 'dot', 'd2', 'plantuml']);
/** What is larger takes these tools, which lay out what they parse, minutes. */
const slow = new Set<MapFormat>(['d2', 'likec4']);
const large = 60;
const isFormat = (name: string): name is keyof typeof parsers => Object.hasOwn(parsers, name);
const formats = Object.keys(parsers).filter(isFormat);

const texts = new Map(formats.map((format) => [format, new Map<string, string>()]));
let [views, wrong] = [0, 0];
const complain = (words: string): void => {
  wrong += 1;
  console.log(`✖ ${words}`);
};

for (const path of process.argv.slice(2))
  for (const [id, view] of await viewsOf(path)) await tried(`${basename(path)} ${id}`, view);

async function tried(name: string, view: View): Promise<void> {
  views += 1;
  try {
    for (const columns of [60, 100])
      if (!fits(renderViewText(view, { color: false, columns }), { color: false, columns }))
        complain(`${name}: wider than ${columns} columns`);
    if (view.nodes.length < 400) renderSvg(await drawingOf(view.sequence ? view : channelsFolded(view).view));
    for (const format of formats) await keep(format, name, view);
  } catch (error) {
    complain(`${name}: ${error instanceof Error ? error.stack : String(error)}`);
  }
}

async function keep(format: keyof typeof parsers, name: string, view: View): Promise<void> {
  if (!canShow(format, view.id) || (slow.has(format) && view.nodes.length > large)) return;
  const render = await renderers[format]();
  texts.get(format)?.set(name, render(drawn.has(format) ? channelsFolded(view).view : view));
}

async function viewsOf(path: string): Promise<readonly (readonly [string, View])[]> {
  const world: Pick<World, 'cwd' | 'env'> = { cwd: path, env: {} };
  // Only these two are asked of it.
  const inspected = await inspectFolder(world as World, path, { cache: false });
  const { model } = inspected;
  const made: (readonly [string, View])[] = [];
  const put = (name: string, id: ViewId, more = {}): unknown => made.push([name, viewOf(id, model, more)]);
  for (const id of viewIds) if (id !== 'request' && id !== 'modules') put(id, id);
  for (const { id } of model.operations.slice(0, 5)) put(`request ${id}`, 'request', { from: id });
  for (const { name } of model.services.slice(0, 3)) {
    const imports = await importsOf(inspected, { service: name, cache: false, env: {} });
    put(`modules ${name}`, 'modules', { imports });
  }
  return made;
}

const missing = await install();
if (missing !== undefined) console.log(`not parsed: ${missing}`);
else for (const format of formats) await parsed(format);
console.log(`${views} views, ${wrong} complaints`);
process.exitCode = wrong > 0 ? 1 : 0;

async function parsed(format: keyof typeof parsers): Promise<void> {
  const answers = await parsers[format](texts.get(format) ?? new Map());
  for (const [name, { mistakes }] of answers) for (const mistake of mistakes) complain(`${format} ${name}: ${mistake}`);
  console.log(`${format}: ${answers.size} texts`);
}
