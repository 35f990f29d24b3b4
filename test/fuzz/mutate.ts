import type { Random } from '../bench/workspace/random.ts';

const marks = '{}[]()<>"\'`:;,=@#&*|!?%$\\/~^-+.\n\r\t\0';
const words = [
  [
    '- ',
    '&a ',
    '*a',
    '<<: *a',
    '\r\n',
    '${',
    '{{',
    '}}',
    '--',
    '/*',
    '*/',
    '//',
    '💥',
    '\ufeff',
    '\u2028',
    '\ud800',
    '\udc00',
    "''",
  ],
  [
    '|\n',
    '__proto__',
    'constructor',
    'toString',
    'null',
    '~',
    '0',
    '-1',
    '1e999',
    '-0',
    'NaN',
    'true',
    '[]',
    '{}',
    '""',
    '=>',
    '...',
  ],
  [
    '0x7fffffff',
    '9'.repeat(40),
    'a'.repeat(500),
    '?.',
    '!!binary ',
    '!<tag> ',
    '%YAML 9.9\n',
    '---\n',
    '...\n',
    '$$',
    '#{',
    '!Ref ',
  ],
];
const scraps: readonly string[] = [...marks, ...words.flat()];
const odd = ['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', 'null', '0', 'true', ''] as const;

/** A text with something wrong in it, or nearly right. */
export function mutated(text: string, random: Random): string {
  let out = text;
  for (let times = 1 + random.below(4); times > 0; times -= 1) out = onceMutated(out, random);
  return out;
}

function onceMutated(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const scrap = scraps[random.below(scraps.length)] ?? '';
  switch (random.below(14)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(at);
    case 2:
    case 3:
      return text.slice(0, at) + scrap + text.slice(at);
    case 4:
      return text.slice(0, at) + text.slice(at + 1 + random.below(20));
    case 5:
      return text.slice(0, at) + text.slice(Math.max(0, at - random.below(60)));
    case 6:
      return withLines(text, random);
    case 7:
      return withoutBrackets(text, random);
    case 8:
      return withOddNames(text, random);
    case 9:
      return text.replaceAll('\n', random.below(2) === 0 ? '\r\n' : '\r');
    case 10:
      return `\ufeff${text}`;
    case 11:
      return text.replaceAll(/(:\s+|=\s*)("[^"\n]*"|'[^'\n]*'|[\w./-]+)/g, (all, start: string) =>
        random.below(4) === 0 ? start + random.pick(['null', '1', '[]', '{}', 'true', '']) : all,
      );
    case 12:
      return text.replaceAll(/[{[(]/g, (open) => (random.below(3) === 0 ? open.repeat(1 + random.below(4)) : open));
    default:
      return text.slice(0, at) + String.fromCharCode(random.below(0x10000)) + text.slice(at + 1);
  }
}

/** Lines doubled, dropped, swapped, moved in or out. */
function withLines(text: string, random: Random): string {
  const lines = text.split('\n');
  const a = random.below(lines.length);
  const b = random.below(lines.length);
  const [first = '', second = ''] = [lines[a], lines[b]];
  if (random.below(2) === 0) [lines[a], lines[b]] = [second, first];
  else lines.splice(a, random.below(2), second, `  ${first}`, first.trimStart());
  return lines.join('\n');
}

function withoutBrackets(text: string, random: Random): string {
  const bracket = random.pick(['{', '}', '[', ']', '(', ')', '"', "'", '`']);
  return text.replaceAll(bracket, (found) => (random.below(3) === 0 ? '' : found));
}

/** Names that objects have by birth, in the place of others. */
function withOddNames(text: string, random: Random): string {
  const words = text.match(/[A-Za-z_][\w-]*/g) ?? [];
  const word = words[random.below(Math.max(1, words.length))];
  return word === undefined ? text : text.replaceAll(word, random.pick(odd));
}

/** The bytes of a text, now and then in another encoding or with bits turned over. */
export function encoded(text: string, random: Random): Uint8Array {
  switch (random.below(12)) {
    case 0:
      return Buffer.from(`\ufeff${text}`, 'utf16le');
    case 1:
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    case 2:
      return Buffer.from(text, 'latin1');
    case 3:
    case 4:
      return flipped(Buffer.from(text), random);
    default:
      return Buffer.from(text);
  }
}

function flipped(bytes: Buffer, random: Random): Buffer {
  for (let times = 1 + random.below(8); times > 0 && bytes.length > 0; times -= 1) {
    const at = random.below(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  }
  return bytes;
}
