import type { LintResult } from '../../report/types.ts';
import type { World } from '../world.ts';
import type { Target } from './formats.ts';

/** The formats of `msvc lint --format`; the first is what nobody has to name. */
export const lintFormats = ['pretty', 'json'] as const;
export type LintFormat = (typeof lintFormats)[number];
/** What `msvc lint` says, and how much of it is shown to people. */
export type Output = { readonly result: LintResult; readonly showsInfo: boolean; readonly showsUnresolved: boolean };

/** Writes a result in every format that was asked for. */
export async function writeOutputs(
  world: World,
  targets: readonly Target<LintFormat>[],
  output: Output,
): Promise<void> {
  for (const { format, file } of targets) await write(world, file, await render(format, output, world));
}

async function render(format: LintFormat, { result, ...shows }: Output, world: World): Promise<string> {
  if (format === 'json') return (await import('../../report/lint-json.ts')).renderLintJson(result);
  const [{ renderPretty }, { styleOf }] = await Promise.all([import('../../report/pretty.ts'), import('./style.ts')]);
  return renderPretty(result, { ...styleOf(world), ...shows });
}

async function write(world: World, file: string | undefined, text: string): Promise<void> {
  if (file === undefined) world.out(text);
  else (await import('../../files/write-text.ts')).writeText(file, text);
}
