import type { PictureLine, PictureNode } from './types.ts';

/** Sizes of text and of the room around it in pixels. The renderer draws with the same. */
export const sizes = { name: 14, more: 11, label: 11, nameLine: 19, moreLine: 15, padX: 18, padY: 12 } as const;

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

/** The room that a node needs; a channel lists names of one size, the others have a name and what is said below it. */
export function boxOf({ shape, text, marks }: PictureNode): { width: number; height: number } {
  const [name, ...more] = text;
  const nameSize = shape === 'channel' ? sizes.more : sizes.name;
  const textRoom = Math.max(textWidth(name, nameSize) * 1.04, ...more.map((line) => textWidth(line, sizes.more)));
  const head = shape === 'channel' ? sizes.moreLine : sizes.nameLine;
  const shapeRoom = shape === 'store' ? 14 : 0;
  const sides = shape === 'gateway' ? 14 : 0;
  return {
    width: Math.ceil(Math.max(shape === 'channel' ? 60 : 96, textRoom + 2 * sizes.padX + 2 * sides + (marks ? 10 : 0))),
    height: 2 * sizes.padY + head + more.length * sizes.moreLine + shapeRoom - (shape === 'channel' ? 8 : 0),
  };
}

/** The room that a line's label needs; nothing for a line without one. */
export const labelSizeOf = ({ label }: PictureLine): { width: number; height: number } =>
  label ? { width: textWidth(label, sizes.label) + 10, height: 18 } : { width: 0, height: 0 };
