import type { Change, View, ViewLine, ViewNode, ViewOperation } from '../../graph/types.ts';
import { clipped, counted, oneLine, padded, placeOf, widthOf } from '../text/lines.ts';
import { markdownCode, markdownText } from '../text/markdown.ts';
import { paintOf, type Paint } from '../text/paint.ts';
import type { Style } from '../types.ts';
import { renderMermaid } from './mermaid.ts';
import { kindWords, nameOf } from './parts.ts';

type Entry = {
  readonly change: Change;
  readonly text: string;
  readonly at?: string;
  readonly inner: readonly ViewOperation[];
};

const signs: Readonly<Record<Change, string>> = { added: '+', removed: '−', changed: '~' };
export const lineSigns: Readonly<Partial<Record<ViewLine['kind'], string>>> = {
  sync: '─▶',
  async: '··▶',
  import: '⊳',
  data: '▣',
  relation: '══',
  runs: '─▶',
};

/** What a change did to the map, for a terminal. `base`: what it is compared with. */
export function renderChanges(view: View, base: string, style: Style): string {
  const paint = paintOf(style);
  const entries = entriesOf(view);
  const head = ` ${oneLine(view.name)} against ${oneLine(base)}: ${summaryOf(view)}`;
  const lines = entries.flatMap((entry) => [
    rowOf(entry, style, paint),
    ...entry.inner.map((one) => innerRow(one, style, paint)),
  ]);
  return `${[head, ...(lines.length > 0 ? ['', ...lines] : [])].join('\n')}\n`;
}

/** The same for a review on a code host, with a picture. */
export function renderChangesMarkdown(view: View, base: string): string {
  const entries = entriesOf(view);
  const parts = [
    `### The map against ${markdownText(base)}: ${summaryOf(view)}`,
    ...(view.nodes.length > 0 && entries.length > 0 ? [`\`\`\`mermaid\n${renderMermaid(view)}\`\`\``] : []),
    ...(entries.length > 0 ? [entries.flatMap(bulletsOf).join('\n')] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function entriesOf({ nodes, lines }: View): readonly Entry[] {
  const names = new Map(nodes.map((node) => [node.id, nameOf(node)]));
  const told = ({ change }: ViewOperation): boolean => change !== undefined;
  return [
    ...nodes.flatMap((node) =>
      node.change === undefined ? [] : [nodeEntry(node, node.change, node.offers.filter(told))],
    ),
    ...lines.flatMap((line): readonly Entry[] => {
      if (line.change === undefined) return [];
      const [from, to] = [names.get(line.from) ?? line.from, names.get(line.to) ?? line.to];
      const at = line.operations[0]?.evidence[0];
      const label = line.change === 'changed' || line.label === '' ? '' : `  ${oneLine(line.label)}`;
      return [
        {
          change: line.change,
          text: `${from} ${lineSigns[line.kind] ?? '─▶'} ${to}${label}`,
          ...(at && line.change !== 'changed' ? { at: placeOf(at) } : {}),
          inner: line.operations.filter(
            ({ change, name }) =>
              name !== '' && (line.change === 'changed' ? change !== undefined : line.operations.length < 9),
          ),
        },
      ];
    }),
  ];
}

const nodeEntry = (node: ViewNode, change: Change, inner: readonly ViewOperation[]): Entry => {
  const at = node.evidence[0];
  return {
    change,
    text: `${nameOf(node)}  ${kindWords[node.kind]}`,
    ...(at && change === 'added' ? { at: placeOf(at) } : {}),
    inner,
  };
};

/** `1 service added, 2 calls removed`: what there is of each. */
export function summaryOf({ nodes, lines }: View): string {
  const words = [
    ...nodes.map(({ kind, change }) => ({ change, word: kindWords[kind] })),
    ...lines.map(({ kind, change }) => ({
      change,
      word: kind === 'sync' ? 'call' : kind === 'async' ? 'event line' : kind === 'data' ? 'data line' : kind,
    })),
  ];
  const counts = Map.groupBy(
    words.filter(({ change }) => change !== undefined),
    ({ change, word }) => `${change} ${word}`,
  );
  const said = [...counts].map(([key, all]) => {
    const [change = '', ...word] = key.split(' ');
    return `${counted(all.length, word.join(' '))} ${change}`;
  });
  return said.length > 0 ? said.join(', ') : 'nothing changed';
}

function painted(change: Change | undefined, text: string, paint: Paint): string {
  if (change === 'added') return paint.green(text);
  return change === 'removed' ? paint.red(text) : paint.yellow(text);
}

function rowOf({ change, text, at }: Entry, { columns }: Style, paint: Paint): string {
  const head = ` ${signs[change]} ${clipped(text, columns - 4)}`;
  const room = columns - widthOf(head) - 2;
  const place = at !== undefined && widthOf(at) <= room ? paint.dim(`  ${at}`) : '';
  return (
    painted(change, place === '' ? head : padded(head, Math.min(48, columns - widthOf(at ?? '') - 2)), paint) + place
  );
}

const innerRow = ({ change, name, protocol }: ViewOperation, { columns }: Style, paint: Paint): string => {
  const sign = change === undefined ? ' ' : signs[change];
  const text = `     ${sign} ${clipped(`${oneLine(protocol)} ${oneLine(name)}`, columns - 8)}`;
  return change === undefined ? paint.dim(text) : painted(change, text, paint);
};

const bulletsOf = ({ change, text, at, inner }: Entry): readonly string[] => [
  `- **${change}** ${markdownText(text)}${at === undefined ? '' : ` ${markdownCode(at)}`}`,
  ...inner.map(
    (one) => `  - ${one.change === undefined ? '' : `${one.change} `}${markdownCode(`${one.protocol} ${one.name}`)}`,
  ),
];
