import { parseSync, rawTransferSupported, type ParseResult, type ParserOptions } from 'oxc-parser';

const languageOf = (file: string): NonNullable<ParserOptions['lang']> => {
  if (/\.d\.[cm]?ts$/.test(file)) return 'dts';
  if (/\.[cm]?ts$/.test(file)) return 'ts';
  return file.endsWith('.tsx') ? 'tsx' : 'jsx';
};

/** The tree is handed over as bytes rather than as JSON where the platform allows it: half the time of parsing. */
const asBytes = rawTransferSupported() ? { experimentalRawTransfer: true } : {};

/** The syntax tree of a text, with what stands in the way of a whole one. */
export function parse(file: string, text: string): ParseResult {
  const options: ParserOptions = { lang: languageOf(file), sourceType: 'unambiguous' };
  try {
    return parseSync(file, text, { ...options, ...asBytes });
  } catch {
    // Its buffer is larger than some systems let a process ask for, and its reader goes less deep.
    return parseSync(file, text, options);
  }
}
