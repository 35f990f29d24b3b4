import { textInside } from '../../files/text-inside.ts';
import type { Place } from '../../model/evidence.ts';
import { maskSource } from '../../model/mask.ts';
import type { Frame } from '../../report/types.ts';

/** Lines on each side of a place, and signs of a line: more is no help in a report. */
const around = 2;
const longest = 400;

/** Source text around some places of a workspace, by `file:line`. Lines in `hidden` (`file:line`) are never quoted. */
export function framesOf(
  root: string,
  places: readonly Place[],
  hidden: ReadonlySet<string>,
): ReadonlyMap<string, Frame> {
  const frames = new Map<string, Frame>();
  for (const [file, list] of Map.groupBy(places, (place) => place.file)) {
    const lines = textInside(root, file)?.split(/\r\n|\n|\r/);
    if (lines === undefined) continue;
    const quoted = (number: number): string =>
      hidden.has(`${file}:${number}`) ? '***' : maskSource((lines[number - 1] ?? '').slice(0, longest), file);
    for (const { line } of list) {
      if (line > lines.length) continue;
      const first = Math.max(1, line - around);
      const last = Math.min(lines.length, line + around);
      const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index);
      frames.set(`${file}:${line}`, { first, lines: numbers.map(quoted) });
    }
  }
  return frames;
}
