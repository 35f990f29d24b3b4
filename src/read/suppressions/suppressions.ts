import type { At } from '../../model/fact/module.ts';
import type { SuppressionFact } from '../../model/fact/suppression.ts';
import type { SourceFile } from '../../model/fact.ts';
import { placeFinderOf } from '../places.ts';
import { given } from '../reader.ts';
import { commentsIn, type Comment } from './comments.ts';

const word = 'msvc-ignore';

/** What the comments of a file ask to be left alone. Only a text that holds the word is looked at. */
export function suppressionsIn({ file, text }: SourceFile): readonly SuppressionFact[] {
  if (!text.includes(word)) return [];
  try {
    return suppressionsOf(text, commentsIn(file, text));
  } catch {
    return []; // a text that nobody can read says so itself
  }
}

const wish = /^[ \t]*(?:\/\/|\/\*+|\*|--|#)?[ \t]*msvc-ignore(?<file>-file)?(?=[\s:]|$):?(?<rest>[^\n]*)/m;

function suppressionsOf(text: string, comments: readonly Comment[]): readonly SuppressionFact[] {
  const placeOf = placeFinderOf(text);
  const lines = text.split('\n');
  const bare = bareLines(comments, lines, placeOf);
  return comments.flatMap(({ start, end }) => {
    const found = wish.exec(text.slice(start, end));
    if (!found) return [];
    const at = placeOf(start + found.index + found[0].indexOf(word));
    const said = wordsOf(found.groups?.['rest'] ?? '');
    if (found.groups?.['file']) return [{ kind: 'suppression', ...said, at }];
    const from = placeOf(start)[0];
    return [{ kind: 'suppression', ...said, lines: [from, lastLine(placeOf(start), placeOf(end)[0])], at }];
  });

  function lastLine([line, column]: At, end: number): number {
    const before = lines[line - 1]?.slice(0, column - 1) ?? '';
    if (/[^\s{(]/.test(before)) return line; // it stands behind what it speaks of
    let last = end + 1;
    while (bare.has(last)) last += 1;
    return last;
  }
}

/** Lines that hold nothing but a comment. */
function bareLines(
  comments: readonly Comment[],
  lines: readonly string[],
  placeOf: (offset: number) => At,
): ReadonlySet<number> {
  const bare = new Set<number>();
  for (const { start, end } of comments) {
    const [first, column] = placeOf(start);
    if (lines[first - 1]?.slice(0, column - 1).trim() !== '') continue;
    const [last] = placeOf(end);
    for (let line = first; line <= last; line += 1) bare.add(line);
  }
  return bare;
}

/** `rule, other -- why, 2027-03-01`: ids, then behind two dashes the reason, which may end with a day. */
function wordsOf(rest: string): Pick<SuppressionFact, 'rules' | 'reason' | 'until'> {
  const all = rest.replace(/\*\/.*$/, '');
  const cut = /(?:^|\s)(?:--|—|–)(?=\s|$)/.exec(all);
  const ids = cut ? all.slice(0, cut.index) : all;
  const said = cut ? all.slice(cut.index + cut[0].length).trim() : '';
  const until = /(?:^|[\s,;(])(?:until\s+)?(\d{4}-\d{1,2}-\d{1,2})[).]?$/.exec(said);
  const reason = (until ? said.slice(0, until.index) : said).replace(/[\s,;(]+$/, '').trim();
  return {
    rules: ids.split(/[\s,]+/).filter(Boolean),
    ...given('reason', reason || undefined),
    ...given('until', until?.[1]),
  };
}
