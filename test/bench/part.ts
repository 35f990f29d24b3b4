import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** The parts of docs/benchmarks.md, in their order; each is written by its own run and keeps the others. */
const parts = ['msvc', 'service', 'graph', 'page'] as const;
export type Part = (typeof parts)[number];

const mark = (part: Part): string => `<!-- ${part}: written by a run -->\n`;

/** Replaces one part of the page. */
export function writePart(path: string, part: Part, text: string): void {
  const page = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const texts = new Map<Part, string>(parts.map((each) => [each, partOf(page, each)]));
  texts.set(part, `${text.trim()}\n`);
  const written = parts.filter((each) => texts.get(each)?.trim()).map((each) => `${mark(each)}\n${texts.get(each)}`);
  writeFileSync(path, written.join('\n'));
}

/** A page without marks is all of the first part. */
function partOf(page: string, part: Part): string {
  if (!page.includes('<!-- ')) return part === parts[0] ? page : '';
  const [, after = ''] = page.split(mark(part));
  return (
    after
      .split(/<!-- \w+: written by a run -->\n/)[0]
      ?.trim()
      .concat('\n') ?? ''
  );
}
