import { resolve } from 'node:path';
import { graphErrors } from '../../errors/graph.ts';
import { pictureErrors } from '../../errors/picture.ts';
import type { View, ViewId } from '../../graph/types.ts';
import { dayOf } from '../../model/day.ts';
import { isOpen, type Finding } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import { canShow, formatFor, mapFormats, shownBy, viewFor } from '../../report/map/formats.ts';
import { isTraced } from '../../graph/views/ids.ts';
import { inspectFolder, type Inspected } from '../lint/inspect-folder.ts';
import { exitCodes, type World } from '../world.ts';
import type { GraphOptions } from './options.ts';
import { rendered } from './render.ts';

/** `msvc graph`: read, link, choose a view, narrow it, write it. */
export async function runGraph(world: World, dir: string | undefined, given: GraphOptions): Promise<number> {
  const options = settled(given);
  refuse(options);
  const id = viewAsked(options);
  const inspected = await inspectFolder(world, dir, { cache: options.cache });
  const linked = performance.now();
  const view = await viewIn(world, inspected, { id, options });
  const text = await rendered(world, {
    view,
    model: inspected.model,
    root: inspected.root,
    options,
    another: (other) => viewIn(world, inspected, { id: other, options: beside(other, options) }),
  });
  const code = options.check === undefined ? exitCodes.clean : await check(world, text, options);
  if (options.check === undefined) await write(world, text, { view, options });
  if (options.timing) {
    const { renderTiming } = await import('../../report/timing.ts');
    world.err(renderTiming({ ...inspected.timing, draw: performance.now() - linked }));
  }
  return code;
}

/** What a file that is to be checked says of the format. */
function settled(options: GraphOptions): GraphOptions {
  if (options.check === undefined) {
    if (options.update) throw graphErrors.needsCheck();
    return options;
  }
  const format = options.format === 'text' ? formatFor(options.check) : options.format;
  if (format === 'png') throw graphErrors.noPixels(options.check);
  return { ...options, format };
}

async function check(world: World, text: string | Uint8Array, options: GraphOptions): Promise<number> {
  if (typeof text !== 'string') throw graphErrors.noPixels(options.check ?? '');
  const { checked } = await import('./check.ts');
  return checked(world, { text, file: options.check ?? '', options });
}

/** The view that was asked for, or the one that the format is for. Throws where the two do not go together. */
export function viewAsked({ view, format, from, service }: GraphOptions): ViewId {
  const id = view ?? (from !== undefined ? 'request' : service !== undefined ? 'modules' : viewFor(format));
  if (!canShow(format, id))
    throw graphErrors.cannotShow(
      format,
      id,
      shownBy[format],
      mapFormats.filter((one) => canShow(one, id)),
    );
  if (from !== undefined && id !== 'request') throw graphErrors.notForView('--from', ['request'], id);
  if (service !== undefined && id !== 'modules') throw graphErrors.notForView('--service', ['modules'], id);
  return id;
}

type Wanted = { readonly id: ViewId; readonly options: GraphOptions };

/** The view, painted and narrowed as asked. */
async function viewIn(world: World, inspected: Inspected, { id, options }: Wanted): Promise<View> {
  const { viewOf } = await import('../../graph/views/index.ts');
  const { model } = inspected;
  const imports = id === 'modules' ? await importsIn(world, inspected, options) : undefined;
  const whole = viewOf(id, model, { from: options.from, imports });
  const marked = options.findings || options.format === 'html' ? await withFindings(world, whole, inspected) : whole;
  const laid =
    options.traces === undefined
      ? marked
      : await (await import('./traces.ts')).withTraces(world, marked, options.traces);
  return narrowed(await against(world, inspected, { after: laid, id, options }), options);
}

/** With what changed, where that is asked: whole views are compared, and narrowed afterwards. */
async function against(
  world: World,
  inspected: Inspected,
  { after, id, options }: Wanted & { readonly after: View },
): Promise<View> {
  if (options.diff === undefined) return after;
  const { viewAgainst } = await import('./diff.ts');
  return viewAgainst(world, inspected, { ref: options.diff, after, id, options });
}

/** Of a page's further views, traces are laid over those that they can be laid over. */
function beside(id: ViewId, { traces, ...options }: GraphOptions): GraphOptions {
  return traces === undefined || !isTraced(id) ? options : { ...options, traces };
}

async function importsIn(world: World, inspected: Inspected, { service, cache }: GraphOptions) {
  if (service === undefined) return undefined;
  const { importsOf } = await import('./imports.ts');
  return importsOf(inspected, { service, cache, env: world.env });
}

/** What lint finds, asked once however many views show it. */
const judged = new WeakMap<Model, Promise<readonly Finding[]>>();

async function withFindings(world: World, view: View, inspected: Inspected): Promise<View> {
  const findings = judged.get(inspected.model) ?? findingsIn(world, inspected);
  judged.set(inspected.model, findings);
  const { marked } = await import('../../graph/marked.ts');
  return marked(view, await findings);
}

async function findingsIn(world: World, { model, files, root }: Inspected): Promise<readonly Finding[]> {
  const [{ judge }, { complete }] = await Promise.all([import('../lint/judge.ts'), import('../lint/complete.ts')]);
  const { findings } = judge(await complete(model, { root, world, files }), { today: dayOf(world.now()) });
  return findings.filter((finding) => isOpen(finding) && finding.severity !== 'info');
}

async function narrowed(view: View, { only, hide, focus, depth, unresolved, collapse }: GraphOptions): Promise<View> {
  const { filtered } = await import('../../graph/filter.ts');
  const open = unresolved ? (await import('../../graph/unknowns.ts')).withUnknowns(view) : view;
  const left = filtered(open, { only, hide, focus, depth });
  return collapse === undefined ? left : (await import('../../graph/collapse.ts')).collapsed(left, collapse);
}

type Written = { readonly view: View; readonly options: GraphOptions };

async function write(world: World, text: string | Uint8Array, { view, options }: Written): Promise<void> {
  const output = options.output ?? (options.open ? await temporaryPage() : undefined);
  if (output === undefined) {
    if (typeof text !== 'string') throw pictureErrors.wantsFile(options.format);
    world.out(text);
    return;
  }
  const file = resolve(world.cwd, output);
  (await import('../../files/write-text.ts')).writeText(file, text);
  world.err(` ${view.title} → ${output}\n`);
  if (options.open) await (await import('./open.ts')).openInBrowser(file, world.env['BROWSER']);
}

const temporaryPage = async (): Promise<string> =>
  (await import('../../files/temporary.ts')).temporaryFile('msvc-map', 'map.html');

/** What is refused before anything is read. */
function refuse({ format, output, open }: GraphOptions): void {
  if (format === 'png' && output === undefined) throw pictureErrors.wantsFile(format);
  if (open && format !== 'html') throw pictureErrors.opensPages(format);
}
