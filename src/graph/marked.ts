import { labelOf } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import { mask } from '../model/mask.ts';
import type { View, ViewFinding, ViewLine, ViewNode } from './types.ts';

/** A view with what lint found on the nodes and lines that it is about. */
export function marked(view: View, findings: readonly Finding[]): View {
  const shown = findings.map(findingOf);
  const byName = new Map<string, string[]>();
  for (const { fingerprint, services, subject } of shown)
    for (const name of new Set([...services, ...subject])) byName.set(name, [...(byName.get(name) ?? []), fingerprint]);
  const names = new Map(view.nodes.map((node) => [node.id, namesOf(node)]));
  const pairs = shown.filter(({ services }) => new Set(services).size > 1);
  return {
    ...view,
    nodes: view.nodes.map((node) => ({
      ...node,
      findings: unique(namesOf(node).flatMap((name) => byName.get(name) ?? [])),
    })),
    lines: view.lines.map((line) => ({ ...line, findings: onLine(line, pairs, names) })),
    findings: shown,
  };
}

/** As it may be printed. */
function findingOf(finding: Finding): ViewFinding {
  const { fingerprint, rule, severity, message, services, subject, remedy, at, related } = finding;
  return {
    fingerprint,
    rule,
    severity,
    message: mask(message),
    services,
    subject: subject.map(mask),
    remedy: mask(remedy),
    at: { file: at.file, line: at.line, column: at.column },
    related: related.map((note) => ({ ...note, ...(note.note === undefined ? {} : { note: mask(note.note) }) })),
  };
}

/** What a finding may call a node: its name, or the whole id of a store or channel. */
const namesOf = ({ id, kind, name }: ViewNode): string[] =>
  kind === 'store' || kind === 'channel' ? [id.slice(id.indexOf(':') + 1)] : [name];

/** Those that point at a place where the line comes from, and name both its ends. */
function onLine(
  { from, to, operations, kind }: ViewLine,
  findings: readonly ViewFinding[],
  names: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  if (kind === 'data') return [];
  const ends = [names.get(from) ?? [], names.get(to) ?? []];
  const candidates = findings.filter(({ services }) =>
    ends.every((end) => end.some((name) => services.includes(name))),
  );
  if (candidates.length === 0) return [];
  const places = new Set(operations.flatMap(({ evidence }) => evidence.map(labelOf)));
  return candidates
    .filter(({ at, related }) => [at, ...related].some((place) => places.has(labelOf(place))))
    .map(({ fingerprint }) => fingerprint);
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
