/** What README.md shows of a run: the first and the last lines, and the findings of a few rules, whole. */
const shown = ['shared-database', 'sync-chain', 'missing-idempotency'];
const leftOut = ' …';

/** The words of `msvc lint` in the terminal, cut to a screenful. Times are those of a quick machine. */
export function excerptOf(said: string): string {
  const lines = said
    .replaceAll(/\d+\.\d s/g, '0.1 s')
    .trim()
    .split('\n')
    .map((line) => line.trimEnd());
  const end = lines.findIndex((line) => /^ \d+ errors?,/.test(line));
  const starts = lines.flatMap((line, index) => (/^ [✖⚠] /.test(line) ? [index] : []));
  const blocks = starts.map((start, nth) => lines.slice(start, starts[nth + 1] ?? end));
  const kept = blocks.map((block) => (isShown(block) ? block : [leftOut, '']));
  const body = kept.filter(([first], nth) => first !== leftOut || kept[nth - 1]?.[0] !== leftOut);
  return [...lines.slice(0, starts[0] ?? end), ...body.flat(), ...lines.slice(end)].join('\n');
}

const isShown = ([first = '']: readonly string[]): boolean => shown.some((rule) => first.includes(` ${rule} `));
