/** Signs that JSON lets stand and a terminal would obey. */
const obeyed = /[\u007f-\u009f\u2028\u2029\p{Bidi_C}]/gu;

/** JSON text, indented; what a terminal could take for an order is written as an escape. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2).replace(obeyed, escaped)}\n`;

const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
