import type { Chosen } from './chosen.ts';
import { brokerDatabase, databaseOf, databaseUrl, host, ownerOf } from './environment.ts';
import { endOrphans, type RunningServer, settlePostgres, wipe } from './leftovers.ts';
import type { Binaries } from './postgres/binaries.ts';
import { adoptCluster, type Cluster, startCluster } from './postgres/cluster.ts';
import { prepareDatabases } from './postgres/databases.ts';
import { passwordsFor } from './secrets.ts';
import { devFolder } from './state.ts';
import type { DevState, DevWorkspace, Say } from './types.ts';

/** PostgreSQL as the services find it. */
export type Ground = {
  readonly cluster: Cluster;
  readonly passwords: Readonly<Record<string, string>>;
  /** The address of each context's database and of the broker's. */
  readonly databases: Readonly<Record<string, string>>;
};

export type GroundPlan = {
  readonly workspace: DevWorkspace;
  readonly binaries: Binaries;
  readonly leftBehind: DevState | undefined;
  readonly reset: boolean;
  /** One that somebody else runs. */
  readonly broker: Chosen | undefined;
  readonly say: Say;
};

/** Ends what a predecessor left, before ports are chosen. Answers with a server to take over, if there is one. */
export async function clearGround({
  workspace,
  leftBehind,
  reset,
  say,
}: GroundPlan): Promise<RunningServer | undefined> {
  const folder = devFolder(workspace.root);
  await endOrphans(leftBehind, say);
  if (reset) await wipe(folder, say);
  return settlePostgres(folder, say);
}

/** The kind and place of the broker, without its password. */
function brokerColumns(broker: Chosen | undefined): readonly string[] {
  const url = /^(\w+):\/\/(?:[^@/]*@)?([^/?]*)/.exec(broker?.value ?? '');
  return url ? [url[1] ?? '', `${url[2] ?? ''} (${broker?.by})`] : ['postgres', `database ${brokerDatabase}`];
}

/** Starts or takes over the server and makes a role and a database for every context, and for the broker. */
export async function layGround(
  { workspace, binaries, broker, say }: GroundPlan,
  server: RunningServer | undefined,
  port: number | undefined,
): Promise<Ground> {
  const folder = devFolder(workspace.root);
  const wanted = [
    ...workspace.contexts.map(databaseOf).map((name) => ({ name, owner: ownerOf(name) })),
    { name: brokerDatabase, owner: brokerDatabase },
  ];
  const names = wanted.map(({ name }) => name);
  const roles = new Set(wanted.flatMap(({ name, owner }) => [name, owner]));
  const passwords = passwordsFor(workspace.root, ['postgres', ...roles]);
  const password = passwords['postgres'] ?? '';
  const cluster = server
    ? adoptCluster(server.mark, server.port)
    : await startCluster({ binaries, folder, port: port ?? 0, password });
  const access = { driver: binaries.driver, port: cluster.port, password };
  const version = await prepareDatabases(access, wanted, passwords).catch(async (error: unknown) => {
    await cluster.stop('fast');
    throw error;
  });
  const around = { postgresPort: cluster.port, passwords };
  const databases = Object.fromEntries(
    [...workspace.contexts, brokerDatabase].map((name) => [name, databaseUrl(around, name)]),
  );
  const where = `${host}:${cluster.port}`;
  const who = `${workspace.contexts.join(', ')} (a role each)`;
  const data = { version, host, port: cluster.port, databases: names };
  say({ kind: 'row', subject: 'postgres', columns: [version, where, who], data });
  say({ kind: 'row', subject: 'broker', columns: brokerColumns(broker), data: {} });
  return { cluster, passwords, databases };
}
