import { chosenFor } from './chosen.ts';
import { brokerDatabase, type Surroundings } from './environment.ts';
import { startFleet } from './fleet.ts';
import { clearGround, layGround } from './ground.ts';
import { choosePorts, type ChosenPort, wantedPorts } from './ports.ts';
import { type Binaries, findBinaries } from './postgres/binaries.ts';
import { claim, emptyState, makeDevFolder, removeState, writeState } from './state.ts';
import { startReceiver } from './trace/receiver.ts';
import type { DevService, DevState, DevWorkspace, Say, ServicePorts } from './types.ts';

export type DevPlan = {
  readonly workspace: DevWorkspace;
  readonly services: readonly DevService[];
  readonly portBase: number | undefined;
  readonly reset: boolean;
  readonly say: Say;
  /** The first Ctrl-C: drain. */
  readonly stop: AbortSignal;
  /** The second one: at once. */
  readonly hard: AbortSignal;
};

/** Services get this long to drain unless SHUTDOWN_GRACE_MS says otherwise. */
const graceMs = (): number => Number(process.env['SHUTDOWN_GRACE_MS'] ?? 20_000) + 1000;

/** Runs a workspace until it is told to stop. What was started is stopped again in the opposite order. */
export async function runDev(plan: DevPlan): Promise<void> {
  const { workspace, say } = plan;
  const binaries = await findBinaries(workspace.root);
  makeDevFolder(workspace.root);
  const { owner, leftBehind } = claim(workspace.root);
  const undo: (() => Promise<void> | void)[] = [() => removeState(workspace.root)];
  const record = recorder(workspace.root, { ...emptyState(owner), services: leftBehind?.services ?? {} });
  try {
    await startAll(plan, { binaries, leftBehind, record, undo });
    await aborted(plan.stop);
    note(say, `stopping ${plan.services.map(({ name }) => name).join(', ')}, then postgres (ctrl-c again: at once)`);
  } finally {
    for (const step of undo.toReversed()) await step();
  }
  note(say, 'stopped; nothing is left running');
}

type Recorder = (change: Partial<DevState>) => DevState;
type Start = {
  readonly binaries: Binaries;
  readonly leftBehind: DevState | undefined;
  readonly record: Recorder;
  readonly undo: (() => Promise<void> | void)[];
};

async function startAll(plan: DevPlan, { binaries, leftBehind, record, undo }: Start): Promise<void> {
  const { workspace, services, say } = plan;
  // A broker that runs already, whichever the workspace has an adapter for; a collector that shall hear everything, too.
  const [broker, collector] = [
    chosenFor(workspace.root, 'BROKER_URL'),
    chosenFor(workspace.root, 'OTEL_EXPORTER_OTLP_ENDPOINT'),
  ];
  const groundPlan = { workspace, binaries, leftBehind, reset: plan.reset, broker, say };
  const server = await clearGround(groundPlan);
  const names = workspace.services.map(({ name }) => name); // one that does not run has an address too
  const wanted = wantedPorts(workspace.services, plan.portBase).filter(({ what }) => what !== 'postgres' || !server);
  const ports = await choosePorts(wanted, plan.portBase !== undefined);
  sayMoved(say, [...ports.values()]);
  if (plan.stop.aborted) return;

  const ground = await layGround(groundPlan, server, ports.get('postgres')?.port);
  undo.push(() => ground.cluster.stop(plan.hard.aborted ? 'immediate' : 'fast'));
  const { port, mark } = ground.cluster;
  const databases = { ...ground.databases, ...(broker && { [brokerDatabase]: broker.value }) };
  record({ services: {}, databases, postgres: { host: '127.0.0.1', port, pid: mark.pid } });
  if (plan.stop.aborted) return;

  const receiver = await startReceiver(ports.get('otlp')?.port ?? 0, collector?.value);
  undo.push(receiver.close);
  record({ otlp: { url: receiver.url } });
  say({ kind: 'row', subject: 'traces', columns: ['msvc trace', receiver.url.slice(7)], data: { url: receiver.url } });

  const around: Surroundings = {
    postgresPort: port,
    passwords: ground.passwords,
    otlp: receiver.url,
    brokerUrl: broker?.value,
    ports: servicePorts(names, ports),
    services: workspace.services,
  };
  const fleet = startFleet({
    root: workspace.root,
    services,
    around,
    say,
    graceMs: graceMs(),
    onState: (name, state) => void record({ services: { ...record({}).services, [name]: state } }),
  });
  undo.push(() => stopFleet(fleet, plan.hard));
  await Promise.race([fleet.allReady, aborted(plan.stop)]);
  if (plan.stop.aborted) return;
  record({ ready: true });
  say({ kind: 'running' });
}

async function stopFleet(fleet: ReturnType<typeof startFleet>, hard: AbortSignal): Promise<void> {
  const killed = aborted(hard).then(fleet.kill);
  await Promise.race([fleet.stop(), killed.then(() => fleet.stop())]);
}

function sayMoved(say: Say, ports: readonly ChosenPort[]): void {
  const moved = ports.flatMap(({ what, port, instead }) => (instead ? [{ what, now: port, ...instead }] : []));
  const warn = (text: string) => say({ kind: 'note', service: 'msvc', level: 'warn', text });
  if (moved.length > 2) {
    const owners = [...new Set(moved.map(({ owner }) => owner))].slice(0, 3).join('; ');
    return warn(`${moved.length} of the usual ports are in use (${owners}); the next free ones are taken`);
  }
  for (const { what, owner, port, now } of moved) warn(`port ${port} is in use (${owner}); ${what} takes ${now}`);
}

const servicePorts = (
  names: readonly string[],
  ports: ReadonlyMap<string, ChosenPort>,
): ReadonlyMap<string, ServicePorts> =>
  new Map(
    names.map((name) => [
      name,
      {
        grpc: ports.get(`${name} grpc`)?.port ?? 0,
        http: ports.get(`${name} http`)?.port ?? 0,
        ...restPort(ports.get(`${name} rest`)),
      },
    ]),
  );

const restPort = (chosen: ChosenPort | undefined) => (chosen ? { rest: chosen.port } : {});

/** Merges a change into the state and writes it; an empty change only reads. */
function recorder(root: string, first: DevState): Recorder {
  let state = first;
  return (change) => {
    if (Object.keys(change).length === 0) return state;
    state = { ...state, ...change };
    writeState(root, state);
    return state;
  };
}

const note = (say: Say, text: string): void => say({ kind: 'note', service: 'msvc', level: 'info', text });

const aborted = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((done) => signal.addEventListener('abort', () => done(), { once: true }));
