import { Option } from 'commander';
import { presets } from '../../model/rule.ts';
import type { CommandDefinition } from '../command.ts';
import type { LintOptions } from '../lint/options.ts';
import { formatNames } from '../../report/lint/formats.ts';

export const lint: CommandDefinition = (program, bind) => {
  program
    .command('lint')
    .argument('[dir]', 'the workspace (default: the current folder)')
    .description('read a workspace of services and say what is wrong between them')
    .addOption(
      new Option('--format <format>', `${formatNames.join(', ')}; several at once with name=FILE`)
        .argParser(collect)
        .default([], 'pretty'),
    )
    .addOption(
      new Option('--preset <preset>', 'which rules are on (default: as msvc.yaml says, else recommended)').choices(
        presets,
      ),
    )
    .addOption(
      new Option('--fail-on <severity>', 'exit 1 from this severity on')
        .choices(['error', 'warning', 'info'])
        .default('error'),
    )
    .option('--fail-on-empty', 'exit 1 where there is nothing to judge (default in CI)')
    .option('--no-fail-on-empty', 'exit 0 where there is nothing to judge')
    .addOption(
      new Option('--show <what>', 'info: notes too; all: every finding whole, notes too').choices(['info', 'all']),
    )
    .option('--unresolved', 'list what could not be resolved or decided')
    .addOption(
      new Option('--staged', 'judge what would be committed, and report what HEAD does not have').conflicts('since'),
    )
    .option('--since <ref>', 'report only what was not there where this branch left a commit')
    .option('--fix', 'repair what can be repaired safely, and report what is left')
    .option('--dry-run', 'with --fix: show the changes, write nothing')
    .addOption(
      new Option('--baseline', 'accept what is here under .msvc/baseline, and report what comes after').conflicts([
        'staged',
        'since',
      ]),
    )
    .option('--no-baseline', 'judge as if nothing had been accepted')
    .option('--watch', 'judge again at every change, and say what changed')
    .option('--no-cache', 'read every file anew')
    .option('--timing', 'say where the time went')
    .addHelpText('after', examples)
    .action(
      bind(async (world, dir: string | undefined, options: LintOptions) => {
        const { runLint } = await import('../lint/run.ts');
        return runLint(world, dir, options);
      }),
    );
};

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

const examples = `
Examples:
  msvc lint                               the current folder, nothing prepared
  msvc lint --fail-on warning             in CI: warnings fail too
  msvc lint --format pretty --format sarif=msvc.sarif
  msvc lint --fix --dry-run               show what would be repaired
  msvc lint --baseline                    accept what is here; what comes after is reported
  msvc lint --since origin/main           only what this branch brings; how much there was before is said
  msvc lint --preset strict --watch       every rule, again at every change

Silence one finding where it stands: // msvc-ignore sync-chain -- why, 2027-03-01
Exit codes: 0 clean, 1 findings at or above --fail-on, 2 a mistake in the call or in msvc.yaml, 3 a bug of ours.
`;
