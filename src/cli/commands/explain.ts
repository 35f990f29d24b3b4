import { lintErrors } from '../../errors/lint.ts';
import type { Rule } from '../../model/rule.ts';
import type { CommandDefinition } from '../command.ts';
import { exitCodes, type World } from '../world.ts';

export const explain: CommandDefinition = (program, bind) => {
  program
    .command('explain')
    .argument('<what>', 'a rule, or the digits of a finding as lint shows them')
    .argument('[dir]', 'the workspace of the finding (default: the current folder)')
    .description('why a rule exists, or why a finding was reported')
    .addHelpText('after', examples)
    .action(bind(run));
};

const examples = `
Examples:
  msvc explain sync-chain      the law, the reasons, what is not reported, options, sources
  msvc explain 7f3a91          one finding with its whole proof
`;

async function run(world: World, what: string, dir: string | undefined): Promise<number> {
  const [{ rules }, { styleOf }] = await Promise.all([import('../rules.ts'), import('../lint/style.ts')]);
  const rule = rules.find(({ id }) => id === what);
  if (!rule && !/^[0-9a-f]{2,12}$/i.test(what)) throw await unknownRule(what, rules);
  if (!rule) return explainFinding(world, what.toLowerCase(), dir);
  const [{ rulePage }, { renderRulePage }] = await Promise.all([
    import('../../files/rule-page.ts'),
    import('../../report/explain/rule.ts'),
  ]);
  world.out(renderRulePage(rule, rulePage(rule.id), styleOf(world)));
  return exitCodes.clean;
}

async function explainFinding(world: World, digits: string, dir: string | undefined): Promise<number> {
  const [{ findingNamed }, { reportIn }, { styleOf }, { renderProof }] = await Promise.all([
    import('../lint/finding-named.ts'),
    import('../lint/outputs.ts'),
    import('../lint/style.ts'),
    import('../../report/explain/finding.ts'),
  ]);
  const { result, finding } = await findingNamed(world, digits, dir);
  const report = reportIn(world, { result: { ...result, findings: [finding] } }, true);
  const rule = report.rules.find(({ id }) => id === finding.rule);
  for (const one of report.findings) {
    world.out(renderProof(one, { rule, frames: report.frames, style: styleOf(world) }));
  }
  return exitCodes.clean;
}

async function unknownRule(what: string, rules: readonly Rule[]): Promise<Error> {
  const { nearest } = await import('../../model/nearest.ts');
  const ids = rules.map(({ id }) => id);
  const holding = ids.filter((id) => what.length > 3 && id.includes(what.toLowerCase()));
  const close = nearest(what, ids);
  return lintErrors.unknownRule(what, holding.length > 0 ? holding : close === undefined ? [] : [close]);
}
