import { execFileSync, spawnSync } from 'node:child_process';
import { errors } from '../../errors/dev.ts';

/** The account that PostgreSQL runs as: ours, or as root (which it refuses) one without rights. */
export type Account = { readonly uid?: number; readonly gid?: number; readonly name: string };

/** `postgres` where the system has it, else `nobody`. No account is ever created. */
export function accountForPostgres(): Account {
  if (process.getuid?.() !== 0) return { name: 'this user' };
  for (const name of ['postgres', 'nobody']) {
    const uid = numberOf('-u', name);
    const gid = numberOf('-g', name);
    if (uid !== undefined && gid !== undefined) return { uid, gid, name };
  }
  throw errors.noUnprivilegedAccount();
}

/** As root: whether that account gets to the server's program and to its data; otherwise a user error. */
export function ensureReach(account: Account, program: string, folder: string): void {
  if (account.uid === undefined) return;
  const script = 'test -x "$1" && cd "$2"';
  const { status } = spawnSync('/bin/sh', ['-c', script, 'sh', program, folder], {
    uid: account.uid,
    gid: account.gid,
    stdio: 'ignore',
    cwd: '/',
  });
  if (status !== 0) throw errors.rootOutOfReach(account.name, folder);
}

function numberOf(flag: string, name: string): number | undefined {
  try {
    return Number.parseInt(
      execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
      10,
    );
  } catch {
    return undefined;
  }
}
