import type { Files } from '../files/files.ts';
import type { FileFacts } from '../model/fact.ts';
import type { Idle } from '../model/idle.ts';
import { folderOf, globOf, upFrom } from '../model/paths.ts';

/** Whether a glob of msvc.yaml covers the file, or a folder it lies in. */
export function ignoredBy(config: readonly FileFacts[]): (path: string) => boolean {
  const tests = patternsIn(config).map(({ test }) => test);
  if (tests.length === 0) return () => false;
  return (path) => tests.some((test) => test(path));
}

/** The globs that nothing here matches, and so keep nothing out. */
export function idleIgnoresIn(files: Files, config: readonly FileFacts[]): readonly Idle[] {
  const patterns = patternsIn(config);
  if (patterns.length === 0) return [];
  const paths = [...files.list(), ...files.skipped()].map(({ path }) => path);
  return patterns
    .filter(({ test }) => !paths.some(test))
    .map(({ text, at }) => ({ what: 'ignore' as const, text, at }));
}

type Pattern = {
  readonly text: string;
  readonly at: Idle['at'];
  readonly test: (path: string) => boolean;
};

const patternsIn = (config: readonly FileFacts[]): readonly Pattern[] =>
  config.flatMap(({ file, facts }) =>
    facts.flatMap((fact) =>
      fact.kind === 'config'
        ? fact.ignore.map((text, index) => {
            const [line, column] = fact.ignoreAt[index] ?? [1, 1];
            return { text, at: { file, line, column }, test: testOf(text) };
          })
        : [],
    ),
  );

function testOf(pattern: string): (path: string) => boolean {
  const glob = globOf(pattern.replace(/\/\*\*$/, ''));
  return (path) => glob.test(path) || [...upFrom(folderOf(path))].some((part) => part !== '' && glob.test(part));
}
