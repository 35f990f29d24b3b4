/** Where the time went: a stage a line, with milliseconds and its share of the whole. */
export function renderTiming(stages: Readonly<Record<string, number>>): string {
  const rows = Object.entries(stages);
  const total = rows.reduce((sum, [, ms]) => sum + ms, 0);
  const lines = [...rows, ['total', total] as const].map(([stage, ms]) => [
    stage,
    `${ms.toFixed(0)} ms`,
    `${total > 0 ? ((ms / total) * 100).toFixed(0) : 0} %`,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  return lines
    .map(([stage = '', ms = '', share = '']) => {
      const [first = 0, second = 0, third = 0] = widths;
      return ` ${stage.padEnd(first)}  ${ms.padStart(second)}  ${share.padStart(third)}\n`;
    })
    .join('');
}
