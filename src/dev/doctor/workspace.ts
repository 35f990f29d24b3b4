import { UserError } from '../../errors.ts';
import { choosePorts, wantedPorts } from '../ports.ts';
import { accountForPostgres, ensureReach } from '../postgres/account.ts';
import { findBinaries } from '../postgres/binaries.ts';
import { runningState } from '../state.ts';
import type { DevWorkspace } from '../types.ts';
import { type Check, fail, ok, warn } from './check.ts';
import { output } from './machine.ts';

/** What `msvc dev` and the tests of this workspace need besides. */
export async function workspaceChecks(workspace: DevWorkspace): Promise<readonly Check[]> {
  const names = workspace.services.map(({ name }) => name);
  return [
    ok('workspace', `${workspace.name}: ${names.join(', ')}`),
    await postgresCheck(workspace),
    await portCheck(workspace),
  ];
}

async function postgresCheck({ root }: DevWorkspace): Promise<Check> {
  try {
    const { postgres } = await findBinaries(root);
    const version = output(postgres, ['--version']);
    if (!version)
      return fail('postgres', `${postgres} does not run here`, 'On Alpine use a Debian image: it needs glibc.');
    ensureReach(accountForPostgres(), postgres, root);
    return ok('postgres', `${version.replace(/^.*\) /, '')}, embedded`);
  } catch (error) {
    if (error instanceof UserError) return fail('postgres', error.message, error.hint);
    throw error;
  }
}

async function portCheck({ root, services }: DevWorkspace): Promise<Check> {
  const running = runningState(root);
  if (running) return ok('ports', `msvc dev is running (pid ${running.owner.pid})`);
  const ports = [...(await choosePorts(wantedPorts(services, undefined), false)).values()];
  const moved = ports.flatMap(({ instead }) => (instead ? [`${instead.port} (${instead.owner})`] : []));
  if (moved.length === 0) return ok('ports', `${ports.map(({ port }) => port).join(', ')} are free`);
  return warn('ports', `in use: ${moved.join(', ')}`, 'msvc dev takes the next free ones.');
}
