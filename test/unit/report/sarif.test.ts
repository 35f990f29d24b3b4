import { expect, test } from 'vitest';
import { renderSarif } from '../../../src/report/sarif/sarif.ts';
import { finding, fixed } from './fixed.ts';
import { sarifMistakes } from './schemas.ts';

type Log = {
  readonly runs: readonly [
    {
      readonly originalUriBaseIds: object;
      readonly tool: { readonly driver: { readonly rules: readonly { id: string; properties: { tags: string[] } }[] } };
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly message: { readonly text: string };
        readonly relatedLocations?: readonly { readonly id: number }[];
        readonly codeFlows?: readonly { readonly threadFlows: readonly { readonly locations: readonly unknown[] }[] }[];
        readonly suppressions?: readonly { readonly justification: string }[];
        readonly baselineState?: string;
        readonly partialFingerprints: Readonly<Record<string, string>>;
        readonly locations: readonly {
          physicalLocation: { artifactLocation: { uri: string }; region: { snippet?: { text: string } } };
        }[];
      }[];
    },
  ];
};
const logOf = (report = fixed): Log => JSON.parse(renderSarif(report));
const run = logOf().runs[0];

test('is what the schema of the standard asks for', () => {
  expect(sarifMistakes(JSON.parse(renderSarif(fixed)))).toEqual([]);
  expect(sarifMistakes({ version: '2.1.0', runs: [{ tool: { driver: {} } }] })).not.toEqual([]);
  expect(sarifMistakes({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x' } }, result: [] }] })).not.toEqual([]);
});

test('names the rule of each result by id and index', () => {
  for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
});

test('shows a path as a code flow and other ends as related locations, which the message links to', () => {
  const chain = run.results.find(({ message }) => message.text.startsWith('One request waits on three'));
  expect(chain?.codeFlows?.[0]?.threadFlows[0]?.locations).toHaveLength(3);
  const table = run.results.find(({ ruleId }) => ruleId === 'shared-database');
  expect(table?.codeFlows).toBeUndefined();
  expect(table?.relatedLocations).toHaveLength(3);
  for (const result of run.results)
    for (const [, id] of result.message.text.matchAll(/\]\((\d+)\)/g))
      expect(result.relatedLocations?.map((one) => one.id)).toContain(Number(id));
});

test('carries what is silenced with its reason, and the state of the baseline', () => {
  expect(run.results.filter(({ suppressions }) => suppressions)).toMatchObject([
    { suppressions: [{ kind: 'external', status: 'accepted', justification: 'batch job, until 2027-03-01' }] },
  ]);
  expect(run.results.filter(({ baselineState }) => baselineState)).toMatchObject([{ baselineState: 'unchanged' }]);
});

test('counts paths from the top of the checkout, encoded', () => {
  const log = logOf({
    ...fixed,
    paths: { fromCheckout: 'a b/', fromHere: '' },
    findings: [
      finding('x', 1, { at: { file: 'ü/#1%.ts', line: 1, column: 1 } }),
      finding('x', 2, { at: { file: 'c:/d.ts', line: 1, column: 1 } }),
    ],
  });
  expect(log.runs[0].results.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri)).toEqual([
    'a%20b/%C3%BC/%231%25.ts',
    'a%20b/c%3A/d.ts',
  ]);
  expect(JSON.stringify(log.runs[0].originalUriBaseIds)).not.toContain('file:');
});

test('quotes the line of a finding', () => {
  const chain = run.results.find(({ message }) => message.text.startsWith('One request waits on three'));
  expect(chain?.locations[0]?.physicalLocation.region.snippet?.text).toContain("app.post('/checkout'");
});

test('keeps to what code scanning takes', () => {
  const related = Array.from({ length: 2000 }, (_, line) => ({ file: 'a.ts', line: line + 1, column: 1, depth: line }));
  const many = Array.from({ length: 26_000 }, (_, index) => finding('x', index + 1));
  const log = logOf({ ...fixed, findings: [finding('x', 0, { related }), ...many] });
  const [first] = log.runs[0].results;
  expect(log.runs[0].results).toHaveLength(25_000);
  expect(first?.relatedLocations?.length).toBeLessThanOrEqual(100);
  expect(first?.codeFlows?.[0]?.threadFlows[0]?.locations.length).toBeLessThanOrEqual(1000);
  for (const { id, properties } of run.tool.driver.rules) {
    expect(id.length).toBeLessThanOrEqual(255);
    expect(properties.tags.length).toBeLessThanOrEqual(10);
  }
});
