import { Option } from 'commander';
import { severityOf } from '../../model/rule.ts';
import type { CommandDefinition } from '../command.ts';
import { exitCodes, type World } from '../world.ts';

export const rulesCommand: CommandDefinition = (program, bind) => {
  program
    .command('rules')
    .description('list the rules')
    .addOption(new Option('--format <format>', 'how to print them').choices(['text', 'json']).default('text'))
    .action(bind(run));
};

async function run(world: World, { format }: { readonly format: 'text' | 'json' }): Promise<number> {
  const [{ rules }, { renderRules, renderRulesJson }, { styleOf }] = await Promise.all([
    import('../rules.ts'),
    import('../../report/rules.ts'),
    import('../lint/style.ts'),
  ]);
  const entries = rules.map((rule) => ({ ...rule, severity: severityOf(rule.tier) }));
  world.out(format === 'json' ? renderRulesJson(entries) : renderRules(entries, styleOf(world)));
  return exitCodes.clean;
}
