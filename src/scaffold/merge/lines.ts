/** Adds the lines that the text lacks, in order, behind its last line that holds `after`, else at the end. */
export function addLines(text: string, lines: readonly string[], after?: string): string {
  const current = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  const known = new Set(current.map((line) => line.trim()));
  const missing = lines.filter((line) => line.trim() === '' || !known.has(line.trim()));
  if (missing.every((line) => line.trim() === '')) return text;
  const anchor = after === undefined ? -1 : current.findLastIndex((line) => line.includes(after));
  const at = anchor === -1 ? current.length : anchor + 1;
  return `${[...current.slice(0, at), ...missing, ...current.slice(at)].join('\n')}\n`;
}
