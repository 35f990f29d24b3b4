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
  const count = untold(unresolved).length;
  const open = count ? ` ${count} could not be told from this repository (--unresolved).` : '';
  const strange = notUnderstood(unresolved);
  const unheard = strange === undefined ? '' : ` Not understood: ${strange}.`;
  return wrapped(`Seen: ${seen.join(', ')}.${open}${unheard}`, columns - 2).map((line) => ` ${line}`);
}

/** ` ✓ 9 services, 31 calls, 14 topics, 9 stores: nothing to report · 0.2 s · 2 calls unresolved` */
export function cleanLine({ model, seconds }: LintResult, style: Style): string {
  const { calls, stores, channels } = model.coverage;
  const paint = paintOf(style);
  const services = counted(model.services.length, 'service');
  const strange = notUnderstood(model.unresolved);
  const unheard = strange === undefined ? '' : `; not understood: ${strange}`;
  if (calls.found + stores.found + channels.found + model.edges.length === 0) {
    return ` ${paint.yellow('!')} ${services}, but no call, topic or store between them was seen: little was judged${unheard} · ${seconds.toFixed(1)} s`;
  }
  const seen = [
    services,
    counted(calls.resolved, 'call'),
    counted(channels.resolved, 'topic'),
    counted(stores.resolved, 'store'),
  ];
  const count = untold(model.unresolved).length;
  const open = count ? ` · ${count} unresolved (--unresolved)` : '';
  const mark = strange === undefined ? paint.green('✓') : paint.yellow('!');
  const verdict = strange === undefined ? 'nothing to report' : 'nothing to report in what was seen';
  return ` ${mark} ${seen.join(', ')}: ${verdict}${unheard} · ${seconds.toFixed(1)} s${open}`;
}

const untold = (unresolved: readonly Unresolved[]): readonly Unresolved[] =>
  unresolved.filter(({ library }) => library === undefined);

/** `seneca in 3 services, cote in 1`: libraries that services speak through and that are not followed. */
function notUnderstood(unresolved: readonly Unresolved[]): string | undefined {
  const users = Map.groupBy(
    unresolved.filter(({ library }) => library !== undefined),
    ({ library }) => library ?? '',
  );
  const counts = [...users]
    .map(([library, list]) => ({ library, count: new Set(list.map(({ service }) => service)).size }))
    .toSorted((a, b) => b.count - a.count || (a.library < b.library ? -1 : 1));
  const words = counts
    .slice(0, MOST)
    .map(({ library, count }, index) =>
      index === 0 ? `${library} in ${counted(count, 'service')}` : `${library} in ${count}`,
    );
  const more = counts.length > MOST ? [`${counts.length - MOST} more`] : [];
  return counts.length === 0 ? undefined : [...words, ...more].join(', ');
}
const MOST = 4;

/** Each call, store or topic whose other end could not be told. */
export function unresolvedLines({ unresolved }: Model, style: Style): string[] {
  const paint = paintOf(style);
  return unresolved.map((one: Unresolved) => {
    const what = clipped(oneLine(`${one.service}  ${one.kind}  ${one.what}`), style.columns - 10);
    return `   ${what}  ${paint.cyan(placeOf(one.evidence[0]))}`;
  });
}

const tally = ({ found, resolved }: Tally, word: string): string => `${resolved} of ${found} ${word}`;
