import { oneLine, wrapped } from '../text/lines.ts';
import { paintOf } from '../text/paint.ts';
import type { Style } from '../types.ts';

/** A title over some lines, or nothing where there are none. */
export const section = (title: string, lines: readonly string[], style: Style): string[] =>
  lines.length > 0 ? ['', ` ${paintOf(style).bold(title)}`, ...lines] : [];

export const paragraph = (text: string, { columns }: Style): string[] =>
  wrapped(oneLine(text), columns - 4).map((line) => `   ${line}`);

export const bullets = (items: readonly string[], { columns }: Style): string[] =>
  items.flatMap((item) =>
    wrapped(oneLine(item), columns - 6).map((line, index) => `   ${index === 0 ? '·' : ' '} ${line}`),
  );
