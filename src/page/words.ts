import type { Change, LineKind, NodeKind, Observed, ViewNode } from '../graph/types.ts';
import { durationOf } from '../graph/views/waiting-words.ts';

/** What kinds of nodes are called, one and many. */
export const kindWords: Readonly<Record<NodeKind, readonly [string, string]>> = {
  service: ['service', 'services'],
  frontend: ['front end', 'front ends'],
  gateway: ['gateway', 'gateways'],
  job: ['job', 'jobs'],
  context: ['context', 'contexts'],
  store: ['store', 'stores'],
  table: ['table', 'tables'],
  channel: ['channel', 'channels'],
  'dead-letters': ['dead letters', 'dead letters'],
  outside: ['outside system', 'outside systems'],
  unknown: ['unknown end', 'unknown ends'],
  step: ['step', 'steps'],
  compensation: ['compensation', 'compensations'],
  module: ['module', 'modules'],
  folder: ['folder', 'folders'],
  container: ['container', 'containers'],
  image: ['image', 'images'],
};

export const isKind = (text: string): text is NodeKind => Object.hasOwn(kindWords, text);
export const kindOf = (kind: NodeKind): string => kindWords[kind][0];

/** How a line reads from its start, and from its end. */
export const lineWords: Readonly<Record<LineKind, readonly [string, string]>> = {
  sync: ['Waits for', 'Waited for by'],
  async: ['Sends to', 'Hears from'],
  data: ['Keeps data in', 'Used by'],
  import: ['Imports source of', 'Source imported by'],
  relation: ['Relates to', 'Related from'],
  next: ['Followed by', 'Follows'],
  undo: ['Undone by', 'Undoes'],
  runs: ['Runs', 'Run by'],
};

export const counted = (count: number, [one, many]: readonly [string, string]): string =>
  `${count} ${count === 1 ? one : many}`;

/** `service of sales`. */
export const spoken = ({ name, kind, context }: ViewNode): string =>
  `${kindOf(kind)}${context !== undefined && context !== name ? ` of ${context}` : ''}`;

/** `seen 8 times · p50 8.6 ms · p99 38 ms · 1 failed` */
export function observedWords({ state, count, failed, p50, p99 }: Observed): string {
  if (state === 'unseen') return 'never seen in the traces';
  return [
    `${state === 'unknown' ? 'not on the map, seen' : 'seen'} ${counted(count, ['time', 'times'])}`,
    ...(p50 === undefined ? [] : [`p50 ${durationOf(p50)}`]),
    ...(p99 === undefined ? [] : [`p99 ${durationOf(p99)}`]),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ].join(' · ');
}

/** What traces and a comparison say of a part of the map; nothing where they were not asked. */
export const laidWords = ({
  change,
  observed,
}: {
  readonly change?: Change | undefined;
  readonly observed?: Observed | undefined;
}): readonly string[] => [...(change === undefined ? [] : [change]), ...(observed ? [observedWords(observed)] : [])];
