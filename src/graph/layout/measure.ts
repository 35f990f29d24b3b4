import type { SketchLine, SketchNode } from '../types-drawing.ts';

/** Sizes of text and of the room around it in pixels. The renderer draws with the same. */
export const sizes = {
  name: 14,
  groupName: 22,
  groupMore: 14,
  more: 11,
  label: 11,
  region: 12,
  nameLine: 19,
  moreLine: 15,
  groupLine: 28,
  groupMoreLine: 19,
  padX: 18,
  padY: 12,
  /** The curve of a store's lid. */
  rise: 7,
  /** What a gateway's points stand out. */
  point: 14,
} as const;

const wide = new Set('MWmw@%—…');
const narrow = new Set("iljtfrI.,:;'|!()[]{}/ -");

/** An upper bound of the width of one line of sans-serif text in pixels, measured on a wide face. */
export function textWidth(text: string, size: number): number {
  let thousandths = 0;
  for (const letter of text) {
    if (narrow.has(letter)) thousandths += 420;
    else if (wide.has(letter)) thousandths += 1000;
    else if ((letter.codePointAt(0) ?? 0) > 0x2e7f) thousandths += 1100;
    else thousandths += letter === letter.toLowerCase() ? 645 : 760;
  }
  return Math.ceil((thousandths * size) / 1000);
}

type Size = { readonly width: number; readonly height: number };

/** Small kinds list names of one size; the others have a name and what is said below it. */
export const isSmall = (kind: SketchNode['kind']): boolean => ['channel', 'dead-letters', 'table'].includes(kind);

/** What stands for many nodes. */
export const isGroup = (kind: SketchNode['kind']): boolean => kind === 'context' || kind === 'folder';

/** Type and line heights of a node's name and of what is said below it. */
const typeOf = (kind: SketchNode['kind']): readonly [name: number, nameLine: number, more: number, moreLine: number] =>
  isGroup(kind)
    ? [sizes.groupName, sizes.groupLine, sizes.groupMore, sizes.groupMoreLine]
    : isSmall(kind)
      ? [sizes.more, sizes.moreLine, sizes.more, sizes.moreLine]
      : [sizes.name, sizes.nameLine, sizes.more, sizes.moreLine];

/** The room that a node needs. */
export function boxOf({ kind, text, errors, warnings }: SketchNode): Size {
  const [name, ...more] = text;
  const [nameSize, nameLine, moreSize, moreLine] = typeOf(kind);
  const textRoom = Math.max(textWidth(name, nameSize) * 1.04, ...more.map((line) => textWidth(line, moreSize)));
  const sides = kind === 'gateway' ? 2 * sizes.point : 0;
  const marks = errors + warnings > 0 ? 10 : 0;
  const lid = kind === 'store' ? 2 * sizes.rise : 0;
  return {
    width: Math.ceil(Math.max(isSmall(kind) ? 60 : 96, textRoom + 2 * sizes.padX + sides + marks)),
    height: 2 * sizes.padY + nameLine + more.length * moreLine + lid - (isSmall(kind) ? 8 : 0),
  };
}

/** The room that a line's label needs; nothing for a line without one. */
export const labelSizeOf = ({ label }: Pick<SketchLine, 'label'>): Size =>
  label ? { width: textWidth(label, sizes.label) + 10, height: 18 } : { width: 0, height: 0 };

/** The narrowest that a region may be: its name stands in it. */
export const regionWidth = ({ name }: { readonly name: string }): number => textWidth(name, sizes.region) + 60;
