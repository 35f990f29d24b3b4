import { isDeepStrictEqual } from 'node:util';
import { decode } from '../../src/files/decode.ts';
import { readers } from '../../src/read/index.ts';
import { effort } from './effort.ts';

/** The most that a file may cost, in milliseconds of this thread: others on a busy machine do not count. */
const patience = 2000;

/** What is wrong with what the readers make of a file; nothing where all is well. */
export function brokenLaws(file: string, bytes: Uint8Array): readonly string[] {
  const decoded = decode(bytes);
  if (!('text' in decoded)) return decoded.why === '' ? ['no reason is given for what is no text'] : [];
  const { text } = decoded;
  return readers
    .filter(({ takes }) => takes(file))
    .flatMap((reader) => {
      const read = () => {
        const started = effort();
        const reading = reader.read({ file, text });
        return { reading, ms: effort() - started };
      };
      try {
        const { reading, ms } = read();
        const slow = ms > patience ? Math.min(ms, read().ms) : 0;
        return [
          ...(slow > patience ? [`takes ${slow.toFixed(0)} ms`] : []),
          ...wrongFacts(reading.facts),
          ...wrongPlaces([reading.facts, reading.unreadable], text),
          ...(reading.unreadable.some(({ why }) => why === '') ? ['gives no reason'] : []),
        ].map((fault) => `${reader.id} ${fault}`);
      } catch (error) {
        return [`${reader.id} throws ${error instanceof Error ? error.stack : String(error)}`];
      }
    });
}

function wrongFacts(facts: readonly unknown[]): readonly string[] {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(facts)), facts)
    ? []
    : [`gives facts that are no plain JSON${pathOfOdd(facts)}`];
}

function pathOfOdd(value: unknown, path = ''): string {
  if (value === undefined) return ` at ${path}: undefined`;
  if (typeof value !== 'object' || value === null)
    return typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
      ? ` at ${path}: ${value}`
      : '';
  for (const [key, inner] of Object.entries(value)) {
    const odd = pathOfOdd(inner, `${path}.${key}`);
    if (odd) return odd;
  }
  return '';
}

/** Every `at` lies on a line of the text. */
function wrongPlaces(values: unknown, text: string): readonly string[] {
  const lines = text.split('\n').length;
  const stack: unknown[] = [values];
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'at' && Array.isArray(inner) && typeof inner[0] === 'number') {
        const [line, column] = inner;
        if (!(line >= 1 && line <= lines && column >= 1)) return [`tells a place outside the file: ${inner}`];
      } else if (typeof inner === 'object') stack.push(inner);
    }
  }
  return [];
}
