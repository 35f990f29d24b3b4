import { Option } from 'commander';
import type { Check } from '../../dev/doctor/check.ts';
import { UserError } from '../../errors.ts';
import type { CommandDefinition } from '../command.ts';
import { version } from '../version.ts';
import { exitCodes, type World } from '../world.ts';

type Options = { readonly format: 'text' | 'json' };

export const doctor: CommandDefinition = (program, bind) => {
  program
    .command('doctor')
    .description('say what dev, test and lint miss on this machine (exit code 1 when something is)')
    .addOption(new Option('--format <format>', 'the form of the answer').choices(['text', 'json']).default('text'))
    .action(bind(run));
};

async function run(world: World, { format }: Options): Promise<number> {
  const checks = await allChecks(world.cwd);
  const missing = checks.filter(({ state }) => state === 'fail');
  if (format === 'json') world.out(`${JSON.stringify({ version: 1, msvc: version, checks }, null, 2)}\n`);
  else world.out(await renderChecks(checks, world));
  return missing.length === 0 ? exitCodes.clean : exitCodes.findings;
}

async function allChecks(cwd: string): Promise<readonly Check[]> {
  const [{ machineChecks }, { workspaceChecks }, { findWorkspace }] = await Promise.all([
    import('../../dev/doctor/machine.ts'),
    import('../../dev/doctor/workspace.ts'),
    import('../../dev/workspace.ts'),
  ]);
  try {
    const workspace = findWorkspace(cwd);
    return [...machineChecks(workspace.root), ...(await workspaceChecks(workspace))];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [...machineChecks(cwd), { id: 'workspace', state: 'absent', found: 'none here; machine looked at only' }];
  }
}

async function renderChecks(checks: readonly Check[], world: World): Promise<string> {
  const { default: picocolors } = await import('picocolors');
  const colors = picocolors.createColors(world.terminal.output && world.env['NO_COLOR'] === undefined);
  const marks = { ok: colors.green('✓'), warn: colors.yellow('⚠'), fail: colors.red('✖'), absent: colors.dim('-') };
  const rows = checks.map(({ id, state, found, remedy }) => {
    const more = remedy && state !== 'ok' ? `\n             ${remedy}` : '';
    return ` ${marks[state]} ${id.padEnd(10)}${found}${more}\n`;
  });
  const missing = checks.filter(({ state }) => state === 'fail').length;
  const verdict =
    missing === 0 ? 'Nothing is missing.' : `${missing} ${missing === 1 ? 'thing is' : 'things are'} missing.`;
  return ` msvc ${version} · ${process.platform} ${process.arch}\n${rows.join('')} ${verdict}\n`;
}
