import { lintErrors } from '../../errors/lint.ts';
import type { Finding } from '../../model/finding.ts';
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
  const [{ rules }, { styleOf }, { renderProof, renderRulePage }] = await Promise.all([
    import('../rules.ts'),
    import('../lint/style.ts'),
    import('../../report/explain.ts'),
  ]);
  const rule = rules.find(({ id }) => id === what);
  if (rule) {
    world.out(renderRulePage(rule, styleOf(world)));
    return exitCodes.clean;
  }
  if (!/^[0-9a-f]{4,12}$/.test(what)) {
    const { nearest } = await import('../../model/nearest.ts');
    throw lintErrors.unknownRule(
      what,
      nearest(
        what,
        rules.map(({ id }) => id),
      ),
    );
  }
  const [{ inspectFolder }, { complete }, { judge }] = await Promise.all([
    import('../lint/inspect-folder.ts'),
    import('../lint/complete.ts'),
    import('../lint/judge.ts'),
  ]);
  const { model, root } = await inspectFolder(world, dir, { cache: true });
  const { findings } = judge(await complete(model, { root, world }));
  world.out(renderProof(named(findings, what), styleOf(world)));
  return exitCodes.clean;
}

function named(findings: readonly Finding[], digits: string): Finding {
  const [first, ...others] = findings.filter(({ fingerprint }) => fingerprint.startsWith(digits));
  if (!first) throw lintErrors.unknownFinding(digits);
  if (others.length > 0) {
    throw lintErrors.ambiguousFinding(
      digits,
      [first, ...others].map((one) => `${one.fingerprint}  ${one.rule}  ${one.message}`),
    );
  }
  return first;
}
