import { Option } from 'commander';
import type { Severity } from '../../model/rule.ts';
import type { LintResult } from '../../report/types.ts';
import type { CommandDefinition } from '../command.ts';
import { targetsOf } from '../lint/formats.ts';
import { lintFormats, writeOutputs } from '../lint/outputs.ts';
import { exitCodes, type World } from '../world.ts';

type Options = {
  readonly format: readonly string[];
  readonly failOn: Severity;
  readonly failOnEmpty?: boolean;
  readonly show?: 'info';
  readonly unresolved?: boolean;
  readonly staged?: boolean;
  readonly since?: string;
  readonly cache: boolean;
  readonly timing?: boolean;
};

export const lint: CommandDefinition = (program, bind) => {
  program
    .command('lint')
    .argument('[dir]', 'the workspace (default: the current folder)')
    .description('read a workspace of services and say what is wrong between them')
    .addOption(
      new Option('--format <format>', `${lintFormats.join(', ')}; several at once with name=FILE`)
        .argParser(collect)
        .default([], 'pretty'),
    )
    .addOption(
      new Option('--fail-on <severity>', 'exit 1 from this severity on')
        .choices(['error', 'warning', 'info'])
        .default('error'),
    )
    .option('--fail-on-empty', 'exit 1 where no service is found (default in CI)')
    .option('--no-fail-on-empty', 'exit 0 where no service is found')
    .addOption(new Option('--show <severity>', 'show notes too').choices(['info']))
    .option('--unresolved', 'list what could not be resolved')
    .addOption(
      new Option('--staged', 'report only findings with a place in a file that the index changes').conflicts('since'),
    )
    .option('--since <ref>', 'report only findings with a place in a file changed since a commit')
    .option('--no-cache', 'read every file anew')
    .option('--timing', 'say where the time went')
    .addHelpText('after', examples)
    .action(bind(run));
};

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

const examples = `
Examples:
  msvc lint                               the current folder, nothing prepared
  msvc lint --fail-on warning             in CI: warnings fail too
  msvc lint --format pretty --format json=report.json
  msvc lint --since origin/main           the whole workspace is read, changed files are reported

Exit codes: 0 clean, 1 findings at or above --fail-on, 2 a mistake in the call or in msvc.yaml, 3 a bug of ours.
`;

async function run(world: World, dir: string | undefined, options: Options): Promise<number> {
  const [{ inspectFolder }, { judge }, { isAtLeast }] = await Promise.all([
    import('../lint/inspect-folder.ts'),
    import('../lint/judge.ts'),
    import('../../lint/engine.ts'),
  ]);
  const targets = targetsOf(options.format, lintFormats, world.cwd);
  const { model, root, seconds, timing } = await inspectFolder(world, dir, { cache: options.cache });
  const linked = performance.now();
  const scope = await scopeOf(root, options);
  const { findings: all, undecided } = judge(model);
  const { isInScope } = await import('../lint/scope.ts');
  const findings = scope ? all.filter((finding) => isInScope(finding, scope)) : all;
  const elsewhere = scope ? { elsewhere: { findings: all.length - findings.length, scope: scope.about } } : {};
  const judged = performance.now();
  const result: LintResult = { root: dir ?? '.', model, findings, undecided, seconds, ...elsewhere };
  await writeOutputs(world, targets, {
    result,
    showsInfo: options.show === 'info',
    showsUnresolved: options.unresolved === true,
  });
  if (options.timing) {
    const { renderTiming } = await import('../../report/timing.ts');
    world.err(renderTiming({ ...timing, judge: judged - linked, report: performance.now() - judged }));
  }
  const isEmpty = model.services.length === 0 && failsOnEmpty(world, options);
  return isEmpty || findings.some((finding) => isAtLeast(finding, options.failOn))
    ? exitCodes.findings
    : exitCodes.clean;
}

async function scopeOf(root: string, { staged, since }: Options) {
  if (!staged && since === undefined) return undefined;
  const { stagedScope, sinceScope } = await import('../lint/scope.ts');
  return since === undefined ? stagedScope(root) : sinceScope(root, since);
}

/** A run that measured nothing does not pass silently where nobody looks. */
const failsOnEmpty = ({ env }: World, { failOnEmpty }: Options): boolean =>
  failOnEmpty ?? !['', '0', 'false', undefined].includes(env['CI']);
