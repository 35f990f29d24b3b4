/** The text of a file, or a sentence on why it is none. */
export type Decoded = { readonly text: string } | { readonly why: string };

const utf8 = new TextDecoder('utf-8');

/** UTF-8, or UTF-16 that says so with a byte order mark; the mark itself is no part of the text. */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes) };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes) };
  if (bytes.includes(0)) return { why: 'The file holds NUL bytes, so it is no text.' };
  return { text: utf8.decode(bytes) };
}
