import { describe, expect, test } from 'vitest';
import { formatNames, formats, type Format } from '../../../src/report/lint/formats.ts';
import type { PrettyOptions } from '../../../src/report/lint/pretty.ts';
import type { LintReport } from '../../../src/report/types.ts';
import { fixed } from './fixed.ts';

const shows: PrettyOptions = {
  color: false,
  columns: 100,
  showsInfo: false,
  showsAll: false,
  showsUnresolved: true,
};
const rendered = async (format: Format, report: LintReport): Promise<string> =>
  (await formats[format]())(report, shows);
const extensions: Partial<Record<Format, string>> = {
  json: 'json',
  sarif: 'sarif.json',
  gitlab: 'gitlab.json',
  junit: 'junit.xml',
  checkstyle: 'checkstyle.xml',
  markdown: 'md',
};

describe.each(formatNames)('the format %s', (format) => {
  test('says the same thing of the same result', async () => {
    const text = await rendered(format, fixed);
    expect(text).toBe(await rendered(format, fixed));
    await expect(text).toMatchFileSnapshot(`__snapshots__/fixed.${extensions[format] ?? `${format}.txt`}`);
  });

  test('leaves out or marks what is silenced and what the baseline accepts', async () => {
    const text = await rendered(format, fixed);
    if (['json', 'sarif', 'junit'].includes(format)) expect(text).toContain('batch job');
    else expect(text).not.toContain('One request waits on four services');
  });
});

test('every format is named in the help', () => {
  expect(Object.keys(formats).sort()).toEqual([...formatNames].sort());
});
