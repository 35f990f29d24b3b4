import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/model/finding.ts';
import { formatNames, formats, type Format } from '../../../src/report/lint/formats.ts';
import { reportOf } from '../../../src/report/lint/report.ts';
import { renderProof } from '../../../src/report/explain/finding.ts';
import type { LintReport } from '../../../src/report/types.ts';
import { randomOf } from '../../bench/workspace/random.ts';
import { at, model, service } from '../lint/models.ts';
import { about, finding, fixedRules } from './fixed.ts';
import { lintMistakes, sarifMistakes } from './schemas.ts';
import { xmlMistakes } from './xml.ts';

const shows = { color: false, columns: 80, showsInfo: true, showsAll: false, showsUnresolved: true };
const rendered = async (format: Format, report: LintReport): Promise<string> =>
  (await formats[format]())(report, shows);

/** Pieces that some format could take for its own syntax, or a terminal for an order. */
const pieces = [
  '\u001b[2J\u001b[31m', '\u009b31m', '\u0007', '\u0000', '\r', '\n', '\n::error::owned', '\r\n##[error]owned',
  '::set-output name=x::y', '%0A::error::', '\u2028', '\u2029', '\u202e', '\u2066', '\ud800', '\udfff', '\uffff', '\ufffe',
  ']]>', '<!--', '-->', '<script>alert(1)</script>', '</failure>', '<![CDATA[', '&amp;', '&#27;', '"', "'", '`', '```', '|',
  '</details>', '@octocat', '#1', '[x](1)', '[evil](https://evil.example)', 'https://evil.example', '![x](y)', '\\', '**', '_',
  '{0}', '${x}', '%s', '%', ':', ',', '漢字', 'e\u0301', '👩‍👩‍👧', ' ', '\t', 'word', 'orders', '../../../etc/passwd', 'a'.repeat(300),
]; // prettier-ignore

function hostileReport(seed: number): LintReport {
  const random = randomOf(seed);
  const word = (): string =>
    Array.from({ length: 1 + random.below(6) }, () => pieces[random.below(pieces.length)] ?? '').join('');
  const place = () => ({ file: `a/${word()}.ts`, line: 1 + random.below(99), column: 1 + random.below(9) });
  const severities = ['error', 'warning', 'info'] as const;
  const findings = Array.from({ length: 1 + random.below(12) }, (_, index): Finding =>
    finding(fixedRules[random.below(fixedRules.length)]?.id ?? '', index + 1, {
      severity: severities[random.below(3)] ?? 'info',
      message: word(),
      detail: word(),
      services: [word(), word()],
      at: place(),
      related: Array.from({ length: random.below(5) }, (_, depth) => ({
        ...place(),
        label: word(),
        note: word(),
        depth,
      })),
      subject: [word()],
      remedy: word(),
      suppressed: random.below(4) === 0 ? word() : null,
      proof: [{ about: word(), text: word(), at: place() }],
    }),
  );
  const named = word();
  const shop = model({
    name: named,
    services: [{ ...service(named), path: word(), context: word() }],
    unresolved: [{ service: word(), what: word(), kind: 'call', evidence: [at(word())] }],
  });
  const undecided = [{ rule: 'missing-timeout', undecided: word(), services: [word()], at: place() }];
  const frames = new Map(
    findings.map((one) => [
      `${one.at.file}:${one.at.line}`,
      { first: one.at.line, lines: [word().replace(/[\r\n]/g, '')] },
    ]),
  );
  return reportOf(
    { root: word(), seconds: 0, model: shop, findings, undecided },
    { ...about, rules: fixedRules, frames },
  );
}

const reports = Array.from({ length: 60 }, (_, seed) => hostileReport(seed + 1));
/** Controls and marks of direction; the line feed is what lines end with. */
const obeyed = /(?!\n)\p{Cc}|[\u2028\u2029\p{Bidi_C}]|\p{Cs}/u;

describe.each(formatNames)('%s, given hostile texts', (format) => {
  test('holds nothing that a terminal obeys', async () => {
    for (const report of reports) expect(await rendered(format, report)).not.toMatch(obeyed);
  });

  test('keeps to its own syntax', async () => {
    for (const report of reports) expect(mistakesIn(format, await rendered(format, report), report)).toEqual([]);
  });
});

const jsonOf = (text: string): unknown => JSON.parse(text);
const badLines = (text: string, good: RegExp): readonly string[] =>
  text.split('\n').filter((line) => line !== '' && !good.test(line));
const matcher: { problemMatcher: readonly { pattern: readonly { regexp: string }[] }[] } = JSON.parse(
  readFileSync('docs/problem-matchers/github.json', 'utf8'),
);
const unixLine = new RegExp(matcher.problemMatcher[0]?.pattern[0]?.regexp ?? '$^');

function mistakesIn(format: Format, text: string, report: LintReport): readonly string[] {
  switch (format) {
    case 'json':
      return lintMistakes(jsonOf(text));
    case 'sarif':
      return sarifMistakes(jsonOf(text));
    case 'gitlab':
      return Array.isArray(jsonOf(text)) ? [] : ['is no list'];
    case 'junit':
    case 'checkstyle':
      return xmlMistakes(text);
    case 'github':
      return badLines(text, /^(?:::(?:error|warning|notice) file=[^:,]*,line=\d+,col=\d+,title=[^:,]*::|msvc: )/);
    case 'unix':
      return badLines(text, unixLine);
    case 'agent':
      return badLines(text, /^(?:msvc: |(?:error|warning|info) [a-z-]+ [0-9a-f]{6} |fix [a-z-]+:|next: )/);
    case 'markdown':
      return markdownMistakes(text);
    default:
      return text.split('\n').length < 400 ? [] : [`is a wall of text for ${report.findings.length} findings`];
  }
}

/** Tags of our own only, all closed, and no mention, image or link. */
function markdownMistakes(text: string): readonly string[] {
  const tags = text.replaceAll(/<!--.*?-->|<\/?(?:details|summary|code)>|<br>/g, '\u0001');
  return [
    ...(/[<>]/.test(tags.replaceAll('&lt;', '').replaceAll('&gt;', '')) ? ['has a tag of another'] : []),
    ...(/(?:^|[^&\w])[@#](?=[\w])/m.test(text.replaceAll(/<code>.*?<\/code>/g, '')) ? ['mentions somebody'] : []),
    ...(/\]\(|https?:\/\//.test(text.replaceAll(/<code>.*?<\/code>/g, '')) ? ['has a link'] : []),
    ...(['details', 'summary', 'code'].some((tag) => text.split(`<${tag}>`).length !== text.split(`</${tag}>`).length)
      ? ['leaves a tag open']
      : []),
  ];
}

test('the proof of a hostile finding holds nothing that a terminal obeys', () => {
  for (const report of reports)
    for (const one of report.findings)
      expect(
        renderProof(one, { rule: undefined, frames: report.frames, style: { color: false, columns: 80 } }),
      ).not.toMatch(obeyed);
});

describe('a comment on a pull request', () => {
  test('stays under 60 kB, whatever there is to say', async () => {
    const many = Array.from({ length: 3000 }, (_, index) =>
      finding(`rule-${String.fromCodePoint(97 + (index % 26))}-${index % 700}`, index + 1, {
        message: '漢字<&>'.repeat(80),
        detail: '漢'.repeat(3000),
        related: Array.from({ length: 40 }, (_, line) => ({
          file: '漢'.repeat(200),
          line: line + 1,
          column: 1,
          note: 'x',
        })),
      }),
    );
    const text = await rendered('markdown', { ...hostileReport(1), findings: many });
    expect(Buffer.byteLength(text)).toBeLessThan(60_000);
    expect(text).toMatch(/…and \d+ findings more/);
  });
});
