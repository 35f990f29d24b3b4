import type { EnvEntry } from '../model/fact/env.ts';
import { defineReader, nameOf } from './reader.ts';
import { masked } from './secrets.ts';

/** `.env`, `.env.production`, `orders.env`: one `NAME=value` a line, as dotenv reads it. */
export const envReader = defineReader({
  id: 'env',
  version: 1,
  takes: (path) => /^\.env(?:rc)?(?:[.\w-]*)$|^[\w.-]+\.env$|^env\.(?:example|sample|template)$/i.test(nameOf(path)),
  read: ({ text }) => ({ facts: [{ kind: 'env-file', entries: envEntriesOf(text) }], unreadable: [] }),
});

const assignment = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*[=:]\s?(.*)$/;

export function envEntriesOf(text: string): readonly EnvEntry[] {
  const entries: EnvEntry[] = [];
  let quoted: string | undefined;
  text.split(/\r?\n/).forEach((line, index) => {
    if (quoted !== undefined) {
      if (line.includes(quoted)) quoted = undefined; // the last line of a value in quotes
      return;
    }
    const [, name, rest] = assignment.exec(line) ?? [];
    if (name === undefined || rest === undefined) return;
    const value = valueOf(rest.trim());
    quoted = value.open;
    entries.push({ name, value: masked(name, value.text), at: [index + 1, line.indexOf(name) + 1] });
  });
  return entries;
}

/** A value without its quotes or trailing comment; `open` is the quote that a further line closes. */
function valueOf(rest: string): { readonly text: string; readonly open?: string } {
  const quote = rest[0];
  if (quote === '"' || quote === "'" || quote === '`') {
    const end = rest.indexOf(quote, 1);
    return end < 0 ? { text: rest.slice(1), open: quote } : { text: rest.slice(1, end) };
  }
  return { text: rest.replace(/(?:^|\s+)#.*$/, '') };
}
