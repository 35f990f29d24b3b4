import { expect } from 'vitest';
import type { Ended, GeneratedWorkspace } from './workspace.ts';

export type ChassisTestOptions = {
  readonly environment?: Readonly<Record<string, string>>;
  /** False for tests that need no PostgreSQL. */
  readonly withPostgres?: boolean;
  /** False where a server that they need is missing on this machine. */
  readonly allRun?: boolean;
};

/**
 * Runs test files of the chassis as their owner would; all of them must run, and pass. At least so many tests: a file
 * that holds none passes, too. test/unit/scaffold/chassis-tests.test.ts finds the calls of this in the text of the suites.
 */
export async function chassisTests(
  shop: GeneratedWorkspace,
  names: readonly string[],
  atLeast: number,
  { environment = {}, withPostgres = true, allRun = true }: ChassisTestOptions = {},
): Promise<Ended> {
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const runner = withPostgres ? ['src/testing/run.ts'] : ['--test'];
  const files = names.map((name) => `test/${name}.test.ts`);
  const tested = await shop.run(['env', ...variables, process.execPath, ...runner, ...files], 'chassis');
  expect(tested.status, tested.output).toBe(0);
  const count = (what: string) => Number(new RegExp(`^ℹ ${what} (\\d+)$`, 'm').exec(tested.output)?.[1]);
  expect(count('pass'), tested.output).toBeGreaterThanOrEqual(atLeast);
  const others = { fail: count('fail'), cancelled: count('cancelled'), todo: count('todo') };
  expect(others, tested.output).toEqual({ fail: 0, cancelled: 0, todo: 0 });
  if (allRun) expect(count('skipped'), tested.output).toBe(0);
  return tested;
}
