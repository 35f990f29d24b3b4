import type { Tally, Unresolved } from '../../model/model.ts';
import { countsOf, countWords, knownWords, undecidedWords } from '../lint/counts.ts';
import type { LintReport, Style } from '../types.ts';
import { counted, oneLine, wrapped } from './lines.ts';
import { paintOf } from './paint.ts';

/** ` shop  9 services in 7 contexts · 412 files read · 0.9 s` */
export function titleLine({ model, seconds }: LintReport, style: Style): string {
  const contexts = new Set(model.services.map(({ context }) => context)).size;
  const where = contexts === model.services.length ? '' : ` in ${counted(contexts, 'context')}`;
  const parts = [
    `${counted(model.services.length, 'service')}${where}`,
    `${counted(model.coverage.files, 'file')} read`,
    `${seconds.toFixed(1)} s`,
  ];
  return ` ${paintOf(style).bold(oneLine(model.name))}  ${parts.join(' · ')}`;
}

/** ` 3 errors, 5 warnings, 4 notes (--show info) · 2 suppressed, 12 in the baseline` */
export function countLine(report: LintReport, showsInfo: boolean): string {
  const counts = countsOf(report);
  const known = knownWords(counts);
  return ` ${countWords(counts)}${counts.info && !showsInfo ? ' (--show info)' : ''}${known.length ? ` · ${known.join(', ')}` : ''}`;
}

/** What was not seen is said every time, in one line. */
export function coverageLines(report: LintReport, { columns }: Style): string[] {
  const { calls, stores, channels } = report.model.coverage;
  const seen = [tally(calls, 'calls resolved'), tally(stores, 'stores'), tally(channels, 'topics')];
  const open = openWords(report);
  const strange = notUnderstood(report.model.unresolved);
  const unheard = strange === undefined ? '' : ` Not understood: ${strange}.`;
  const line = `Seen: ${seen.join(', ')}.${open.length ? ` ${open.join('; ')} (--unresolved).` : ''}${unheard}`;
  return wrapped(line, columns - 2).map((text) => ` ${text}`);
}

/** `3 could not be told from this repository`, `3 handlers undecided` */
function openWords({ model, undecided, rules }: LintReport): string[] {
  const count = untold(model.unresolved).length;
  const doubts = undecidedWords(undecided, rules);
  return [
    ...(count ? [`${count} could not be told from this repository`] : []),
    ...(doubts === undefined ? [] : [`${doubts} undecided`]),
  ];
}

/** ` ✓ 9 services, 31 calls, 14 topics, 9 stores: nothing to report · 0.2 s · 2 calls unresolved` */
export function cleanLine(report: LintReport, style: Style): string[] {
  const { model, seconds } = report;
  const { calls, stores, channels } = model.coverage;
  const paint = paintOf(style);
  const services = counted(model.services.length, 'service');
  const strange = notUnderstood(model.unresolved);
  const unheard = strange === undefined ? '' : `; not understood: ${strange}`;
  const known = knownWords(countsOf(report)).map((words) => ` · ${words}`);
  const time = ` · ${seconds.toFixed(1)} s${known.join('')}`;
  if (calls.found + stores.found + channels.found + model.edges.length === 0) {
    return [
      ` ${paint.yellow('!')} ${services}, but no call, topic or store between them was seen: little was judged${unheard}${time}`,
    ];
  }
  const seen = [
    services,
    counted(calls.resolved, 'call'),
    counted(channels.resolved, 'topic'),
    counted(stores.resolved, 'store'),
  ];
  const count = untold(model.unresolved).length;
  const doubts = undecidedWords(report.undecided, report.rules);
  const open = [...(count ? [`${count} unresolved`] : []), ...(doubts === undefined ? [] : [`${doubts} undecided`])];
  const isBlind = calls.found > 0 && calls.resolved === 0;
  const isWhole = strange === undefined && !isBlind;
  const mark = isWhole ? paint.green('✓') : paint.yellow('!');
  const blind = isBlind ? `, but none of ${counted(calls.found, 'call')} could be resolved` : '';
  const verdict = `${blind}: ${isWhole ? 'nothing to report' : 'nothing to report in what was seen'}`;
  const aside = open.length ? ` · ${open.join(', ')} (--unresolved)` : '';
  return [` ${mark} ${seen.join(', ')}${verdict}${unheard}${time}${aside}`];
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

const tally = ({ found, resolved }: Tally, word: string): string => `${resolved} of ${found} ${word}`;
