import { Option, type Command } from 'commander';
import { flagOf } from '../../scaffold/answers.ts';
import type { Capability, Question } from '../../scaffold/kit.ts';
import type { Bind } from '../command.ts';

/** How a command is carried out, apart from its answers. */
export type RunOptions = { readonly yes: boolean; readonly dryRun: boolean; readonly format: 'text' | 'json' };

/** Declares the command of one capability: a flag for each question, and the flags that all of them have. */
export function declareCapability(group: Command, capability: Capability, bind: Bind): void {
  const command = group.command(capability.id).description(capability.summary);
  const questions = Object.entries(capability.questions);
  const words = questions.filter(([, question]) => question.positional);
  for (const [name, question] of words)
    command.argument(question.kind === 'list' ? `[${name}...]` : `[${name}]`, helpOf(question));
  for (const [name, question] of questions) if (!question.positional) command.addOption(optionOf(name, question));
  command
    .option('-y, --yes', 'take the default of every question that has no flag')
    .option('--dry-run', 'show what would be written, write nothing')
    .addOption(
      new Option('--format <format>', 'json is the plan for programs').choices(['text', 'json']).default('text'),
    )
    .addHelpText('after', `\nExamples:\n${capability.examples.map((line) => `  ${line}`).join('\n')}\n`)
    .action(
      bind(async (world, ...all) => {
        const { runCapability } = await import('./run.ts');
        const options = command.opts();
        const given = { ...options, ...wordsGiven(words, all) };
        return runCapability(world, capability, { given, options: runOptions(options) });
      }),
    );
}

const helpOf = ({ help, ask }: Question): string => help ?? ask;

function optionOf(name: string, question: Question): Option {
  const flag = flagOf(name);
  if (question.kind === 'confirm') return new Option(flag, helpOf(question));
  const option = new Option(`${flag} <${question.kind === 'list' ? 'a,b' : question.kind}>`, helpOf(question));
  if (question.kind !== 'list') return option;
  return option.argParser((text, before: readonly string[] | undefined) => [...(before ?? []), text]);
}

/** What stood on the command line without a flag. */
function wordsGiven(words: readonly (readonly [string, Question])[], all: readonly unknown[]): object {
  const given = words.map(([name], index) => [name, all[index]] as const);
  return Object.fromEntries(
    given.filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
}

const runOptions = (options: { readonly [name: string]: unknown }): RunOptions => ({
  yes: options['yes'] === true,
  dryRun: options['dryRun'] === true,
  format: options['format'] === 'json' ? 'json' : 'text',
});
