import type { Finding } from '../../model/finding.ts';
import type { Model, Tally, Unresolved } from '../../model/model.ts';
import type { LintResult, Style } from '../types.ts';
import { clipped, counted, oneLine, placeOf, wrapped } from './lines.ts';
import { paintOf } from './paint.ts';

/** ` shop  9 services in 7 contexts · 412 files read · 0.9 s` */
export function titleLine({ model, seconds }: LintResult, style: Style): string {
  const contexts = new Set(model.services.map(({ context }) => context)).size;
  const where = contexts === model.services.length ? '' : ` in ${counted(contexts, 'context')}`;
  const parts = [
    `${counted(model.services.length, 'service')}${where}`,
    `${counted(model.coverage.files, 'file')} read`,
    `${seconds.toFixed(1)} s`,
  ];
  return ` ${paintOf(style).bold(oneLine(model.name))}  ${parts.join(' · ')}`;
}

/** ` 3 errors, 5 warnings, 4 notes (--show info)` */
export function countLine(findings: readonly Finding[], showsInfo: boolean): string {
  const of = (severity: Finding['severity']) => findings.filter((finding) => finding.severity === severity).length;
  const notes = of('info');
  const parts = [
    ...(of('error') ? [counted(of('error'), 'error')] : []),
    ...(of('warning') ? [counted(of('warning'), 'warning')] : []),
    ...(notes ? [`${counted(notes, 'note')}${showsInfo ? '' : ' (--show info)'}`] : []),
  ];
  return ` ${parts.join(', ')}`;
}

/** What was not seen is said every time, in one line. */
export function coverageLines({ coverage, unresolved }: Model, { columns }: Style): string[] {
  const { calls, stores, channels } = coverage;
  const seen = [tally(calls, 'calls resolved'), tally(stores, 'stores'), tally(channels, 'topics')];
  const open = unresolved.length ? ` ${unresolved.length} could not be told from this repository (--unresolved).` : '';
  return wrapped(`Seen: ${seen.join(', ')}.${open}`, columns - 2).map((line) => ` ${line}`);
}

/** ` ✓ 9 services, 31 calls, 14 topics, 9 stores: nothing to report · 0.2 s · 2 calls unresolved` */
export function cleanLine({ model, seconds }: LintResult, style: Style): string {
  const { calls, stores, channels } = model.coverage;
  const paint = paintOf(style);
  const services = counted(model.services.length, 'service');
  if (calls.found + stores.found + channels.found + model.edges.length === 0) {
    return ` ${paint.yellow('!')} ${services}, but no call, topic or store between them was seen: little was judged · ${seconds.toFixed(1)} s`;
  }
  const seen = [
    services,
    counted(calls.resolved, 'call'),
    counted(channels.resolved, 'topic'),
    counted(stores.resolved, 'store'),
  ];
  const open = model.unresolved.length ? ` · ${model.unresolved.length} unresolved (--unresolved)` : '';
  return ` ${paint.green('✓')} ${seen.join(', ')}: nothing to report · ${seconds.toFixed(1)} s${open}`;
}

/** Each call, store or topic whose other end could not be told. */
export function unresolvedLines({ unresolved }: Model, style: Style): string[] {
  const paint = paintOf(style);
  return unresolved.map((one: Unresolved) => {
    const what = clipped(oneLine(`${one.service}  ${one.kind}  ${one.what}`), style.columns - 10);
    return `   ${what}  ${paint.cyan(placeOf(one.evidence[0]))}`;
  });
}

const tally = ({ found, resolved }: Tally, word: string): string => `${resolved} of ${found} ${word}`;
