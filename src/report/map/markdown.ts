import type { View, ViewFinding, ViewLine, ViewNode } from '../../graph/types.ts';
import { labelOf, type Place } from '../../model/evidence.ts';
import { markdownCode, markdownText } from '../text/markdown.ts';
import { renderMermaid } from './mermaid.ts';
import { kindWords, lineText, marksOf, nameOf, stepText, whyEmpty } from './parts.ts';

/** Tables and a picture, for the documents of a repository. */
export function renderMarkdown(view: View): string {
  const names = new Map(view.nodes.map((node) => [node.id, nameOf(node)]));
  const parts = [
    `# ${markdownText(capital(view.title))}`,
    ...(view.nodes.length > 0 ? [`\`\`\`mermaid\n${renderMermaid(view)}\`\`\``] : [`${capital(whyEmpty(view))}.`]),
    ...section(
      '',
      view.notes.map((note) => `- ${markdownText(note)}`),
    ),
    ...(view.sequence ? table('Steps', ['from', 'to', 'what', 'at'], stepRows(view, names)) : []),
    ...tablesOf(view),
    ...table(
      'Connections',
      ['from', 'to', 'how', 'what', 'at'],
      view.lines.map((line) => lineRow(line, view, names)),
    ),
    ...table('Findings', ['severity', 'what', 'at'], view.findings.map(findingRow)),
    ...table(
      'Not resolved',
      ['service', 'what', 'at'],
      view.unresolved.map(({ service, what, evidence }) => [
        markdownText(service),
        markdownCode(what),
        placesText(evidence),
      ]),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`${title === '' ? '' : `## ${title}\n\n`}${lines.join('\n')}`];

type Row = readonly string[];

function table(title: string, heads: Row, rows: readonly Row[]): readonly string[] {
  const used = heads.map((_, column) => rows.some((row) => row[column] !== ''));
  const lineOf = (cells: Row): string => `| ${cells.filter((_, column) => used[column]).join(' | ')} |`;
  return rows.length === 0 ? [] : section(title, [lineOf(heads), lineOf(heads.map(() => '---')), ...rows.map(lineOf)]);
}

const plural: Readonly<Partial<Record<ViewNode['kind'], string>>> = {
  unknown: 'Not resolved',
  'dead-letters': 'Dead letters',
  outside: 'Outside',
};

function tablesOf(view: View): readonly string[] {
  const groups = new Map(view.groups.map(({ id, name }) => [id, name]));
  return [...Map.groupBy(view.nodes, ({ kind }) => kind)].flatMap(([kind, nodes]) => {
    const word = kindWords[kind];
    const title = plural[kind] ?? `${word.slice(0, 1).toUpperCase()}${word.slice(1)}s`;
    return table(
      title,
      ['name', 'in', 'owner', 'what', 'marks', 'at'],
      nodes.map((node) => [
        markdownText(nameOf(node)),
        markdownText(node.context ?? groups.get(node.group ?? '') ?? ''),
        markdownText(node.owner ?? ''),
        markdownText(node.more.join(', ')),
        [...marksOf(node, view), ...(node.change === undefined ? [] : [node.change])].join(' '),
        placesText(node.evidence),
      ]),
    );
  });
}

type Names = ReadonlyMap<string, string>;

const stepRows = ({ sequence = [] }: View, names: Names): readonly Row[] =>
  sequence
    .filter(({ kind }) => kind !== 'answer')
    .map((step) => [
      markdownText(names.get(step.from) ?? ''),
      markdownText(names.get(step.to) ?? ''),
      markdownText(stepText(step)),
      placesText(step.evidence),
    ]);

function lineRow(line: ViewLine, view: View, names: Names): Row {
  const what = [...new Set(line.operations.map(({ name }) => name).filter((name) => name !== ''))];
  const shown = what.length > 6 ? [...what.slice(0, 5), `and ${what.length - 5} more`] : what;
  return [
    markdownText(names.get(line.from) ?? ''),
    markdownText(names.get(line.to) ?? ''),
    markdownText(
      [line.kind, lineText(line, view)].filter((text) => text !== '' && text !== line.kind).join(': ') || line.kind,
    ),
    shown.map((name) => markdownCode(name)).join(' '),
    placesText(line.operations.flatMap(({ evidence }) => evidence)),
  ];
}

const findingRow = ({ severity, message, at }: ViewFinding): Row => [severity, markdownText(message), placesText([at])];

function placesText(places: readonly Place[]): string {
  const all = [...new Set(places.map(labelOf))];
  const shown = all.slice(0, 3).map((place) => markdownCode(place));
  return [...shown, ...(all.length > 3 ? [`and ${all.length - 3} more`] : [])].join(' ');
}
