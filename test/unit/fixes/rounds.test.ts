import { expect, test } from 'vitest';
import { repaired } from '../../../src/cli/fix/rounds.ts';
import type { Judged } from '../../../src/cli/lint/fix.ts';
import { check } from '../../../src/lint/engine.ts';
import type { Rule } from '../../../src/model/rule.ts';
import { CannotFix, changeOf, type Fix } from '../../../src/scaffold/fix-kit.ts';
import { model } from '../lint/models.ts';

/** A rule that finds every line of `a.txt` that holds a word, and what it says beside. */
const finds = (id: string, word: string): Rule => ({
  id,
  group: 'hygiene',
  tier: 'local-absence',
  summary: '',
  why: '',
  decided: '',
  notReported: [],
  remedy: '',
  sources: [],
  options: {},
  *check({ unreadable }) {
    const lines = (unreadable[0]?.why ?? '').split('\n');
    for (const [index, text] of lines.entries())
      if (text.includes(word)) {
        const at = { file: 'a.txt', line: index + 1, column: 1 };
        yield { message: `${word} in ${text}`, at, related: [], services: [], subject: [text.split(' ')[0] ?? ''] };
      }
  },
});

/** A fix that replaces a word on the finding's line. */
const replaces = (rule: string, from: string, to: string): Fix => ({
  rule,
  summary: '',
  plan: async ({ finding: { at }, files }) => {
    const text = files.read('a.txt') ?? '';
    const start = text
      .split('\n')
      .slice(0, at.line - 1)
      .join('\n').length;
    const place = text.indexOf(from, start);
    if (place === -1) throw new CannotFix(`There is no "${from}".`);
    return {
      done: 'replaced',
      changes: [changeOf({ path: 'a.txt', text }, [{ from: place, to: place + from.length, text: to }])],
    };
  },
});

async function run(text: string, rules: readonly Rule[], fixes: readonly Fix[]) {
  const judge = async (now: string): Promise<Judged> => {
    const judged = model({ unreadable: [{ file: 'a.txt', why: now, at: [1, 1] }] });
    return { model: judged, judgement: check(judged, rules) };
  };
  const start = await judge(text);
  return repaired({
    start,
    wanted: start.judgement.findings,
    fixes,
    files: (texts) => ({ read: (path) => texts.get(path) ?? text, names: () => [] }),
    judge: (texts) => judge(texts.get('a.txt') ?? text),
  });
}
const told = ({ fixed, refused, texts }: Awaited<ReturnType<typeof run>>) => ({
  fixed: fixed.map(({ finding }) => finding.message),
  refused: refused.map(({ why }) => why),
  text: texts.get('a.txt'),
});

test('repairs several findings of one file at once', async () => {
  const result = await run('one bad\ntwo bad\n', [finds('bad', 'bad')], [replaces('bad', 'bad', 'good')]);
  expect(told(result)).toEqual({
    fixed: ['bad in one bad', 'bad in two bad'],
    refused: [],
    text: 'one good\ntwo good\n',
  });
  expect(result.judged.judgement.findings).toEqual([]);
});

test('what wants the same place waits, and is planned for what stands then', async () => {
  const rules = [finds('bad', 'bad'), finds('baddest', 'dest')];
  const fixes = [replaces('bad', 'baddest', 'dest'), replaces('baddest', 'dest', 'one')];
  const result = await run('a baddest\n', rules, fixes);
  expect(told(result)).toMatchObject({ text: 'a one\n', refused: [] });
});

test('takes back a change that does not clear its finding, and one that leads to another', async () => {
  const idle = await run('a bad\n', [finds('bad', 'bad')], [replaces('bad', 'bad', 'bad!')]);
  expect(told(idle)).toEqual({ fixed: [], refused: ['The change did not clear the finding.'], text: undefined });
  const rules = [finds('bad', 'bad'), finds('worse', 'worse'), finds('odd', 'odd')];
  const result = await run('a bad\nb odd\n', rules, [replaces('bad', 'bad', 'worse'), replaces('odd', 'odd', 'even')]);
  expect(told(result).refused[0]).toBe('The change would lead to another finding: worse at a.txt:1.');
});

test('says why something was not repaired, and keeps the rest', async () => {
  const rules = [finds('bad', 'bad'), finds('odd', 'odd')];
  const result = await run('a bad\nb odd\n', rules, [replaces('bad', 'good', ''), replaces('odd', 'odd', 'even')]);
  expect(told(result)).toEqual({ fixed: ['odd in b odd'], refused: ['There is no "good".'], text: 'a bad\nb even\n' });
});
