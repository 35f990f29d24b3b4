import type { Report } from './commands.ts';

const textOf = (cell: unknown): string => {
  if (cell instanceof Date) return cell.toISOString().replace(/\.\d+Z$/, 'Z');
  return cell === null || cell === undefined ? '' : String(cell).replaceAll('\n', ' ');
};

/** Columns as wide as their widest cell, named by the first line. */
export function tableOf(rows: Report['rows']): string {
  const columns = Object.keys(rows[0] ?? {});
  const lines = [columns, ...rows.map((row) => columns.map((column) => textOf(row[column])))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => (line[index] ?? '').length)));
  return lines.map((line) => line.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ').trimEnd()).join('\n');
}
