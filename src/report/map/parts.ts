import type { NodeKind, Observed, SequenceStep, View, ViewLine, ViewNode } from '../../graph/types.ts';
import { counted, oneLine } from '../text/lines.ts';

/** An id of ASCII letters, digits and `_` for each of some names, in their order; equal ones are numbered. */
export function slugsOf(ids: readonly string[]): (id: string) => string {
  const taken = new Set<string>();
  const slugs = new Map<string, string>();
  for (const id of ids) {
    if (slugs.has(id)) continue;
    const base = slugOf(id);
    let slug = base;
    for (let number = 2; taken.has(slug.toLowerCase()); number += 1) slug = `${base}_${number}`;
    taken.add(slug.toLowerCase());
    slugs.set(id, slug);
  }
  return (id) => slugs.get(id) ?? slugOf(id);
}

/** Ids begin with their kind, so that none is a keyword of anybody; of long ones the end tells more. */
function slugOf(id: string): string {
  const [kind = '', ...rest] = id.split(/[: ]/);
  const words = (text: string): string =>
    text
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '');
  return [words(kind) || 'n', words(rest.join('_')).slice(-48).replace(/^_+/, '')]
    .filter((text) => text !== '')
    .join('_');
}

export const slugsFor = ({ nodes }: View): ((id: string) => string) => slugsOf(nodes.map(({ id }) => id));

/** A name that is never empty. */
export const nameOf = ({ name }: Pick<ViewNode, 'name'>): string => oneLine(name) || '(no name)';

/** What is written into a node: its name, what it is, and what is wrong with it. */
export function textsOf(node: ViewNode, { findings }: Pick<View, 'findings'>): readonly string[] {
  const more = node.more.length > 5 ? [...node.more.slice(0, 4), `and ${node.more.length - 4} more`] : node.more;
  return [
    nameOf(node),
    ...more.map(oneLine).filter((text) => text !== ''),
    ...marksOf(node, { findings }),
    ...(node.change === undefined ? [] : [node.change]),
  ];
}

/** `✖ 2 errors`, `⚠ 1 warning`: marks that read without colour. */
export function marksOf(
  { findings: own }: Pick<ViewNode, 'findings'>,
  { findings }: Pick<View, 'findings'>,
): readonly string[] {
  const ids = new Set(own);
  const count = (wanted: string): number =>
    findings.filter(({ fingerprint, severity }) => severity === wanted && ids.has(fingerprint)).length;
  const [errors, warnings] = [count('error'), count('warning')];
  return [
    ...(errors > 0 ? [`✖ ${counted(errors, 'error')}`] : []),
    ...(warnings > 0 ? [`⚠ ${counted(warnings, 'warning')}`] : []),
  ];
}

/** What is written at a line: how, how often it was seen, how it changed, what is wrong with it. */
export const lineText = (line: ViewLine, view: Pick<View, 'findings'>): string =>
  [
    oneLine(line.label),
    ...(line.observed ? [observedText(line.observed)] : []),
    ...(line.change === undefined ? [] : [line.change]),
    ...marksOf(line, view),
  ]
    .filter((text) => text !== '')
    .join(' · ');

/** `12× · p50 4 ms · p99 40 ms` */
export function observedText({ state, count, failed, p50, p99 }: Observed): string {
  if (state === 'unseen') return 'never seen';
  return [
    `${state === 'unknown' ? 'unknown · ' : ''}${count}×`,
    ...(p50 === undefined ? [] : [`p50 ${milliseconds(p50)}`]),
    ...(p99 === undefined ? [] : [`p99 ${milliseconds(p99)}`]),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ].join(' · ');
}

export const milliseconds = (ms: number): string =>
  ms >= 1000 ? `${Math.round(ms / 100) / 10} s` : `${ms >= 10 ? Math.round(ms) : Math.round(ms * 10) / 10} ms`;

/** `POST /charge (timeout 2 s, 3 attempts)` */
export const stepText = ({ text, waiting }: SequenceStep): string =>
  `${oneLine(text)}${waiting.length > 0 ? ` (${waiting.map(oneLine).join(', ')})` : ''}`;

/** Nodes by the group that they lie in, in the order of the groups; those in none under undefined. */
export function membersOf({ nodes, groups }: View): ReadonlyMap<string | undefined, readonly ViewNode[]> {
  const known = new Set(groups.map(({ id }) => id));
  return Map.groupBy(nodes, ({ group }) => (group !== undefined && known.has(group) ? group : undefined));
}

/** What a kind of node is called in a table or a legend. */
export const kindWords: Readonly<Record<NodeKind, string>> = {
  service: 'service',
  frontend: 'front end',
  gateway: 'gateway',
  job: 'job',
  context: 'context',
  store: 'store',
  table: 'table',
  channel: 'channel',
  'dead-letters': 'dead letters',
  outside: 'outside',
  unknown: 'not resolved',
  step: 'step',
  compensation: 'compensation',
  module: 'module',
  folder: 'folder',
  container: 'container',
  image: 'image',
};

/** Why a view shows nothing. */
export const whyEmpty = ({ hidden }: View): string =>
  hidden ? 'what was asked for was hidden as well' : 'nothing of this kind was found';
