const hidden = /[\p{Cc}\p{Bidi_C}\p{Zl}\p{Zp}\u200B\uFEFF]/gu;
const signs: Readonly<Record<string, string>> = { '\n': '¶', '\r': '', '\t': ' ' };

/** Text with what cannot be seen made visible: line breaks, controls, marks that turn the direction. Nothing is lost. */
export const visible = (text: string): string =>
  text.toWellFormed().replace(hidden, (sign) => signs[sign] ?? `‹U+${codeOf(sign)}›`);

const codeOf = (sign: string): string => (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
