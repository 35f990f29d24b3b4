import { visible } from '../model/visible.ts';
import type { Change, Observed, View, ViewFinding, ViewNode } from './types.ts';
import type { Sketch, SketchNode } from './types-drawing.ts';
import { durationOf } from './views/waiting-words.ts';

const shownNames = 4;
const longestName = 36;

/** Reduces a view to what is drawn of it. */
export function sketchOf({ title, nodes, lines, groups, findings }: View): Sketch {
  const severities = new Map(findings.map(({ fingerprint, severity }) => [fingerprint, severity]));
  const known = new Set(nodes.map(({ id }) => id));
  const regions = groups.map(({ id, name, parent }) => ({ id, name, ...(parent === undefined ? {} : { parent }) }));
  const isRegion = new Set(regions.map(({ id }) => id));
  return {
    title,
    regions: inhabited(regions, nodes),
    nodes: nodes.map((node) => sketchNode(node, severities, isRegion)),
    lines: lines
      .filter(({ from, to }) => from !== to && known.has(from) && known.has(to))
      .map(({ id, from, to, kind, label, operations, change, observed }) => ({
        id,
        from,
        to,
        kind,
        label: labelOf(label, change, observed),
        weight: Math.max(1, operations.length),
        ...(change === undefined ? {} : { change }),
        ...(observed === undefined ? {} : { seen: observed.state }),
      })),
  };
}

const signs: Readonly<Record<Change, string>> = { added: '+', removed: '−', changed: '~' };

/** `~ grpc · 8× · p99 38 ms`: what is said of a line, where colour alone would say it. */
const labelOf = (label: string, change: Change | undefined, observed: Observed | undefined): string =>
  [
    `${change === undefined ? '' : signs[change]} ${label}`.trim(),
    ...(observed && observed.state !== 'unseen' ? observedWords(observed) : []),
  ]
    .filter((word) => word !== '')
    .join(' · ');

const observedWords = ({ state, count, p99, failed }: Observed): readonly string[] => [
  `${state === 'unknown' ? 'not on the map · ' : ''}${count}×`,
  ...(p99 === undefined ? [] : [`p99 ${durationOf(p99)}`]),
  ...(failed > 0 ? [`${failed} failed`] : []),
];

function sketchNode(
  { id, kind, name, more, group, findings, isMissing, change }: ViewNode,
  severities: ReadonlyMap<string, ViewFinding['severity']>,
  isRegion: ReadonlySet<string>,
): SketchNode {
  const count = (severity: ViewFinding['severity']): number =>
    findings.filter((fingerprint) => severities.get(fingerprint) === severity).length;
  const texts =
    more.length > shownNames ? [...more.slice(0, shownNames), `and ${more.length - shownNames} more`] : more;
  return {
    id,
    kind,
    title: [name, ...more].join(' · '),
    text: [clipped(name), ...texts.map(clipped)],
    ...(group !== undefined && isRegion.has(group) ? { region: group } : {}),
    errors: count('error'),
    warnings: count('warning'),
    ...(isMissing ? { isMissing } : {}),
    ...(change === undefined ? {} : { change }),
  };
}

/** Only regions with something in them. */
function inhabited(regions: Sketch['regions'], nodes: readonly ViewNode[]): Sketch['regions'] {
  const parents = new Map(regions.map(({ id, parent }) => [id, parent]));
  const live = new Set<string>();
  for (const { group } of nodes)
    for (let at = group; at !== undefined && !live.has(at); at = parents.get(at)) live.add(at);
  return regions.filter(({ id }) => live.has(id));
}

/** Long names are cut in the middle: their ends tell them apart. */
const clipped = (text: string): string => shortened(visible(text));

const shortened = (name: string): string =>
  name.length <= longestName ? name : `${name.slice(0, longestName / 2 - 1)}…${name.slice(-(longestName / 2))}`;
