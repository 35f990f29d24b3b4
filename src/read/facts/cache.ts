import type { Fact, Unreadable } from '../../model/fact.ts';
import { shapesOf, type Shapes } from './shapes.ts';

/** What the readers said of one content. */
export type Reading = { readonly facts: readonly Fact[]; readonly unreadable: readonly Unreadable[] };

/**
 * The facts of one workspace, packed into one text: a first line that names the format, one with the shapes of objects,
 * then `key<TAB>JSON` a line.
 * Lines are parsed when asked for; a line that does not parse is as good as absent.
 */
export type Pack = {
  readonly get: (key: string) => Reading | undefined;
  readonly set: (key: string, reading: Reading) => void;
  /** The text to keep, or undefined where nothing changed. What was not asked for is kept, up to as much again. */
  readonly changed: () => string | undefined;
};

const format = 'msvc facts 2';

export function packOf(text: string | undefined): Pack {
  const { shapes, lines } = kept(text);
  const used = new Map<string, string>();
  const made = new Map<string, Reading>();
  return {
    get: (key) => {
      const same = made.get(key);
      if (same) return same;
      const line = lines.get(key);
      const reading = line === undefined ? undefined : parsed(line, shapes);
      if (line !== undefined && reading) used.set(key, line);
      return reading;
    },
    set: (key, reading) => {
      made.set(key, reading);
    },
    changed: () => {
      if (made.size === 0) return undefined;
      for (const [key, reading] of made) used.set(key, JSON.stringify(shapes.pack(reading)));
      return textOf([format, JSON.stringify(shapes.known())], used, lines);
    },
  };
}

function kept(text: string | undefined): { readonly shapes: Shapes; readonly lines: ReadonlyMap<string, string> } {
  const start = format.length + 1;
  const end = text?.startsWith(`${format}\n`) ? text.indexOf('\n', start) : -1;
  const shapes = text === undefined || end < 0 ? undefined : shapesIn(text.slice(start, end));
  if (text === undefined || !shapes) return { shapes: shapesOf([]), lines: new Map() };
  return { shapes, lines: linesIn(text, end + 1) };
}

function shapesIn(line: string): Shapes | undefined {
  try {
    const texts: unknown = JSON.parse(line);
    return Array.isArray(texts) ? shapesOf(texts.map(String)) : undefined;
  } catch {
    return undefined;
  }
}

function linesIn(text: string, start: number): ReadonlyMap<string, string> {
  const lines = new Map<string, string>();
  let at = start;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    if (end < 0) break; // a line that was cut off
    const tab = text.indexOf('\t', at);
    if (tab > 0 && tab < end) lines.set(text.slice(at, tab), text.slice(tab + 1, end));
    at = end + 1;
  }
  return lines;
}

/** Entries of this run, then those of earlier runs (another branch, perhaps) while they take no more room. */
function textOf(
  head: readonly string[],
  used: ReadonlyMap<string, string>,
  earlier: ReadonlyMap<string, string>,
): string {
  const parts = [...head];
  let room = 1024 * 1024;
  for (const [key, line] of used) {
    parts.push(`${key}\t${line}`);
    room += line.length;
  }
  for (const [key, line] of earlier) {
    if (used.has(key)) continue;
    room -= line.length;
    if (room < 0) break;
    parts.push(`${key}\t${line}`);
  }
  return `${parts.join('\n')}\n`;
}

function parsed(line: string, shapes: Shapes): Reading | undefined {
  try {
    const reading = shapes.unpack(JSON.parse(line));
    return isReading(reading) ? reading : undefined;
  } catch {
    return undefined;
  }
}

const isReading = (value: unknown): value is Reading =>
  typeof value === 'object' &&
  value !== null &&
  'facts' in value &&
  Array.isArray(value.facts) &&
  'unreadable' in value;
