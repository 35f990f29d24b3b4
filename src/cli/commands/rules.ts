import { Option } from 'commander';
import type { CommandDefinition } from '../command.ts';
import { exitCodes, type World } from '../world.ts';

export const rulesCommand: CommandDefinition = (program, bind) => {
  program
    .command('rules')
    .description('list the rules')
    .addOption(new Option('--format <format>', 'how to print them').choices(['text', 'json']).default('text'))
    .addHelpText('after', examples)
    .action(bind(run));
};

const examples = `
Examples:
  msvc rules                   by group, with how severe each is
  msvc rules --format json     for programs: presets and options of each
`;

async function run(world: World, { format }: { readonly format: 'text' | 'json' }): Promise<number> {
  const [{ rules }, { renderRules, renderRulesJson }, { styleOf }, { severityIn }] = await Promise.all([
    import('../rules.ts'),
    import('../../report/rules.ts'),
    import('../lint/style.ts'),
    import('../../lint/presets.ts'),
  ]);
  const entries = rules.map((rule) => ({
    ...rule,
    presets: {
      recommended: severityIn('recommended', rule),
      all: severityIn('all', rule),
      strict: severityIn('strict', rule),
    },
  }));
  world.out(format === 'json' ? renderRulesJson(entries) : renderRules(entries, styleOf(world)));
  return exitCodes.clean;
}
