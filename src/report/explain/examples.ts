import { clipped, counted } from '../text/lines.ts';
import { paintOf } from '../text/paint.ts';
import type { Style } from '../types.ts';

type Block = { readonly path?: string; readonly lines: readonly string[] };
type Example = { readonly title: string; readonly files: readonly Block[]; readonly said: readonly string[] };

/** A terminal shows this many lines of an example; the page has the rest. */
const mostLines = 44;

/** The examples of a rule's page, as `.ci/rule-pages.ts` writes them: a title, files, and what is said of them. */
export function examplesIn(page: string): readonly Example[] {
  const part = /^## Examples\n([^]*?)(?=^## |(?![^]))/m.exec(page)?.[1] ?? '';
  return part
    .split(/^### /m)
    .slice(1)
    .map((text) => {
      const blocks = blocksIn(text);
      return {
        title: text.slice(0, text.indexOf('\n')).trim(),
        files: blocks.filter(({ path }) => path !== undefined),
        said: blocks.filter(({ path }) => path === undefined).flatMap(({ lines }) => lines),
      };
    });
}

const blocksIn = (text: string): readonly Block[] =>
  [...text.matchAll(/(?:^`([^`\n]+)`\n\n)?^(`{3,})\w*\n([^]*?)\n\2$/gm)].map(([, path, , code = '']) => ({
    ...(path === undefined ? {} : { path }),
    lines: code.split('\n'),
  }));

/** The first that reports and the first that does not: files that something is said of, the others where there is room. */
export function exampleLines(page: string, style: Style): string[] {
  const examples = examplesIn(page);
  const shown = [true, false].flatMap((reports) => examples.find(({ said }) => said.length > 0 === reports) ?? []);
  const left = examples.length - shown.length;
  return [
    ...shown.flatMap((example, index) => [...(index === 0 ? [] : ['']), ...linesOf(example, style)]),
    ...(left > 0
      ? ['', `   ${paintOf(style).dim(`and ${counted(left, 'more example')} in the page of the rule`)}`]
      : []),
  ];
}

function linesOf({ title, files, said }: Example, style: Style): string[] {
  const paint = paintOf(style);
  const { shown, left } = withinRoom(files, said);
  return [
    `   ${title.startsWith('Reports') ? paint.red('✖') : paint.green('✓')} ${clipped(title, style.columns - 6)}`,
    ...shown.flatMap(({ path = '', lines }) => [
      `     ${paint.cyan(path)}`,
      ...lines.map((line) => paint.dim(clipped(`     │ ${line}`, style.columns - 1)).trimEnd()),
    ]),
    ...(left > 0 ? [`     ${paint.dim(`and ${counted(left, 'more file')}, in the page of the rule`)}`] : []),
    ...said.map((line) => clipped(`     ${line}`, style.columns - 1)),
  ];
}

function withinRoom(files: readonly Block[], said: readonly string[]) {
  const matters = ({ path }: Block): boolean => path !== undefined && said.some((line) => line.includes(`(${path}:`));
  const ranked = files.toSorted((a, b) => Number(matters(b)) - Number(matters(a)));
  let room = mostLines;
  const kept = new Set(ranked.filter(({ lines }, index) => (room -= lines.length + 1) >= 0 || index === 0));
  const shown = files.filter((file) => kept.has(file));
  return { shown, left: files.length - shown.length };
}
