import { execFileSync } from 'node:child_process';
import { dirname, parse, relative, resolve, sep } from 'node:path';
import { errors } from '../../errors/hook.ts';
import type { Folder } from '../../files/changes/folder.ts';
import type { HookPlan } from '../../hook/plan.ts';
import type { Site } from '../../hook/site.ts';
import type { CommandDefinition } from '../command.ts';
import { exitCodes, type World } from '../world.ts';

type Options = { readonly dryRun?: boolean };
type Repository = { readonly top: string; readonly hooks: string; readonly prefix: string };

export const hook: CommandDefinition = (program, bind) => {
  const group = program.command('hook').description('lint what a commit changes, before it is made');
  group
    .command('install')
    .description('add `msvc lint --staged` to the pre-commit hook (Git, husky or lefthook)')
    .option('--dry-run', 'show what would change')
    .addHelpText('after', '\nRunning it again changes nothing. Skip it once: git commit --no-verify\n')
    .action(bind((world, options: Options) => run(world, 'install', options)));
  group
    .command('uninstall')
    .description('take out exactly what was added')
    .option('--dry-run', 'show what would change')
    .action(bind((world, options: Options) => run(world, 'uninstall', options)));
};

async function run(world: World, verb: 'install' | 'uninstall', { dryRun }: Options): Promise<number> {
  const [{ diskFolder }, { siteOf }, { planInstall, planUninstall }] = await Promise.all([
    import('../../files/changes/disk.ts'),
    import('../../hook/site.ts'),
    import('../../hook/plan.ts'),
  ]);
  const repository = findRepository(world.cwd);
  const top = diskFolder(repository.top);
  const site = siteOf({ names: top.names('.'), manifest: top.read('package.json') });
  if (site.from === 'hooks') ensureOwnHooks(repository);
  const folder = site.from === 'top' ? top : diskFolder(repository.hooks);
  const before = folder.read(site.path);
  const workspace = workspaceIn(top, repository.prefix);
  const plan = verb === 'install' ? planInstall(site, before, workspace) : planUninstall(site, before);
  if (dryRun) await preview(plan, world);
  else {
    const shown = shownPath(site, repository, world.cwd);
    const isInstalled = verb === 'uninstall' || isAtHand(resolve(repository.top, workspace), diskFolder);
    await apply(plan, folder, { world, shown, isInstalled });
  }
  return exitCodes.clean;
}

/** Whether `npx --no-install msvc` finds it: in the node_modules of a folder, or of one above. */
function isAtHand(from: string, folderAt: (root: string) => Folder): boolean {
  const { root } = parse(from);
  for (let path = from; ; path = dirname(path)) {
    const programs = relative(root, resolve(path, 'node_modules/.bin'));
    if (folderAt(root).names(programs).includes('msvc')) return true;
    if (path === root) return false;
  }
}

async function preview({ site, before, after }: HookPlan, world: World): Promise<void> {
  const { differenceOf } = await import('../../scaffold/difference.ts');
  world.out(differenceOf({ path: site.path, before, after }) || ' Nothing would change.\n');
}

type Place = { readonly world: World; readonly shown: string; readonly isInstalled: boolean };

const missing =
  ' ⚠ msvc is not installed here, so the hook will refuse every commit. Next: npm install --save-dev msvc\n';

async function apply(
  { site, before, after }: HookPlan,
  folder: Folder,
  { world, shown, isInstalled }: Place,
): Promise<void> {
  if (before === after) return world.out(` ✓ ${shown} is as it should be; nothing changed.\n`);
  await folder.write([{ path: site.path, before, after, executable: site.manager !== 'lefthook' }], world.signal);
  if (after === undefined) return world.out(` - ${shown}\n`);
  world.out(before === undefined ? ` + ${shown}\n` : ` ~ ${shown}\n`);
  if (!isInstalled) world.err(missing);
  const { isExecutable } = await import('../../dev/executable.ts');
  if (site.manager === 'git' && !isExecutable(folder.root, site.path))
    world.err(` ⚠ ${shown} is not executable, so Git ignores it. To switch it on: chmod +x ${shown}\n`);
  if (site.manager === 'lefthook') world.out('   Run `lefthook install` if this clone has not yet.\n');
}

/** The repository around a folder, and the folder of its hooks: core.hooksPath and worktrees included. */
function findRepository(cwd: string): Repository {
  const top = git(cwd, 'rev-parse', '--show-toplevel');
  if (!top) throw errors.notARepository(cwd);
  const hooks = git(cwd, 'rev-parse', '--path-format=absolute', '--git-path', 'hooks') ?? resolve(top, '.git/hooks');
  return { top, hooks, prefix: git(cwd, 'rev-parse', '--show-prefix')?.replace(/\/$/, '') ?? '' };
}

/** The folder of the workspace, seen from the top: the nearest above us that says it is one, else the top. */
function workspaceIn(top: Folder, prefix: string): string {
  for (let path = prefix; path !== ''; path = path.split('/').slice(0, -1).join('/')) {
    const names = top.names(path);
    if (names.includes('msvc.yaml') || names.includes('.msvc/')) return path;
  }
  return '.';
}

/** A hooks folder that other repositories share is not ours to change. */
function ensureOwnHooks({ top, hooks }: Repository): void {
  const common = git(top, 'rev-parse', '--path-format=absolute', '--git-common-dir') ?? top;
  const inside = [top, common].some((folder) => !relative(folder, hooks).startsWith('..'));
  if (!inside) throw errors.sharedHooks(hooks);
}

const shownPath = (site: Site, { top, hooks }: Repository, cwd: string): string =>
  relative(cwd, resolve(site.from === 'top' ? top : hooks, site.path))
    .split(sep)
    .join('/');

function git(cwd: string, ...words: readonly string[]): string | undefined {
  try {
    const { GIT_DIR: _dir, GIT_INDEX_FILE: _index, ...env } = process.env; // those of a surrounding hook
    return execFileSync('git', words, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw errors.noGit();
    return undefined;
  }
}
