import type { Fact } from '../../model/fact.ts';

/** An action that prints lines of its own, with the indentation it gives them. */
type Opening = { readonly line: number; readonly indent?: number };

/** Containers of a template into which a helper prints whole keys: what it prints is not known. */
export function withOpenings(facts: readonly Fact[], template: string): readonly Fact[] {
  const openings = openingsIn(template);
  if (openings.length === 0) return facts;
  const starts = facts.flatMap((fact) => (fact.kind === 'container' ? [fact.at[0]] : []));
  return facts.map((fact) => {
    if (fact.kind !== 'container') return fact;
    const [line, column] = fact.at;
    const end = Math.min(...starts.filter((start) => start > line), Number.POSITIVE_INFINITY);
    const isOpen = openings.some(
      (one) => one.line > line && one.line < end && (one.indent === undefined || one.indent === column - 1),
    );
    return isOpen ? { ...fact, isOpen: true } : fact;
  });
}

/** Lines that are nothing but such an action, and no value of the key before them. */
function openingsIn(template: string): readonly Opening[] {
  const found: Opening[] = [];
  let before = '';
  for (const [index, line] of template.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    if (/^\s*\{\{-?\s*(?:include|template|tpl|toYaml)\b/.test(line) && !/:\s*$/.test(before)) {
      const indent = /\bn?indent\s+(\d{1,3})\b/.exec(line)?.[1];
      found.push({ line: index + 1, ...(indent === undefined ? {} : { indent: Number(indent) }) });
    }
    if (!/^\s*\{\{-?\s*(?:if|with|else|end|range)\b[^\n]*\}\}\s*$/.test(line)) before = line;
  }
  return found;
}
