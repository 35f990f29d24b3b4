import { resolve } from 'node:path';
import { wayFromCheckout, wayTo } from '../../files/way-to.ts';
import { weightOf } from '../../lint/presets.ts';
import type { ConfigFact } from '../../model/fact/config.ts';
import { placesOf } from '../../model/finding.ts';
import type { Preset, Rule } from '../../model/rule.ts';
import { formats, type Format } from '../../report/lint/formats.ts';
import { reportOf } from '../../report/lint/report.ts';
import type { LintReport, LintResult } from '../../report/types.ts';
import { rules } from '../rules.ts';
import { version } from '../version.ts';
import type { World } from '../world.ts';
import type { Target } from './formats.ts';
import { framesOf } from './frames.ts';
import { styleOf } from './style.ts';

/** What `msvc lint` says, and how much of it is shown to people. */
export type Output = {
  readonly result: LintResult;
  readonly preset?: Preset;
  /** Whether source may be shown as it lies on disk. */
  readonly quotes: boolean;
  readonly showsInfo: boolean;
  readonly showsAll: boolean;
  readonly showsUnresolved: boolean;
};

/** How text looks that nobody reads in a terminal. */
const inFiles = { color: false, columns: 110 };

/** Writes a result in every format that was asked for. */
export async function writeOutputs(world: World, targets: readonly Target<Format>[], output: Output): Promise<void> {
  const quotes = output.quotes && targets.some(({ format }) => format === 'pretty' || format === 'sarif');
  const report = reportIn(world, output, quotes);
  const { showsInfo, showsAll, showsUnresolved } = output;
  for (const { format, file } of targets) {
    const render = await formats[format]();
    const style = file === undefined ? styleOf(world) : inFiles;
    await write(world, file, render(report, { ...style, showsInfo, showsAll, showsUnresolved }));
  }
}

/** A result with what formats need to know of where they are read; `quotes`: with the source around each finding. */
export function reportIn(
  world: World,
  { result, preset }: Pick<Output, 'result' | 'preset'>,
  quotes: boolean,
): LintReport {
  const root = resolve(world.cwd, result.root);
  const { findings } = result;
  const places = findings.map(({ at }) => at);
  return reportOf(result, {
    rules,
    ran: new Set(rules.filter((rule) => isOn(rule, result.model.config, preset)).map(({ id }) => id)),
    version,
    paths: { fromCheckout: wayFromCheckout(root), fromHere: wayTo(root, world.cwd) },
    frames: quotes ? framesOf(root, places, hiddenIn(result)) : new Map(),
  });
}

const isOn = (rule: Rule, config: ConfigFact, preset: Preset = config.preset ?? 'recommended'): boolean =>
  weightOf(rule, preset, config.rules[rule.id]) !== undefined;

/** Lines that hold a credential, as the model knows, or may hold one, as a rule says: whoever points at them. */
function hiddenIn({ model, findings }: LintResult): ReadonlySet<string> {
  const silent = new Set(rules.filter(({ neverQuoted }) => neverQuoted).map(({ id }) => id));
  const said = findings.filter(({ rule }) => silent.has(rule)).flatMap(placesOf);
  return new Set([...model.credentials.map(({ at }) => at), ...said].map(({ file, line }) => `${file}:${line}`));
}

async function write(world: World, file: string | undefined, text: string): Promise<void> {
  if (file === undefined) world.out(text);
  else (await import('../../files/write-text.ts')).writeText(file, text);
}
