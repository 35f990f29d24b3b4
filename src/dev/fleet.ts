import { environmentOf, type Surroundings } from './environment.ts';
import { type Change, Supervisor } from './supervise.ts';
import { generator } from './generate.ts';
import type { DevService, Say, ServicePorts, ServiceState } from './types.ts';
import { watchFolders } from './watch.ts';

export type Fleet = {
  /** Resolves when every service has been ready once. */
  readonly allReady: Promise<void>;
  readonly stop: () => Promise<void>;
  readonly kill: () => void;
};

export type FleetPlan = {
  readonly root: string;
  readonly services: readonly DevService[];
  readonly around: Surroundings;
  readonly graceMs: number;
  readonly say: Say;
  readonly onState: (name: string, state: ServiceState) => void;
};

/** Starts all services, keeps them running, and starts again the ones whose files change. */
export function startFleet(plan: FleetPlan): Fleet {
  const pending = new Set(plan.services.map(({ name }) => name));
  const { promise: allReady, resolve } = Promise.withResolvers<void>();
  const running = plan.services.map((service) =>
    startService(plan, service, () => {
      pending.delete(service.name);
      if (pending.size === 0) resolve();
    }),
  );
  const unwatch = watchFleet(plan, running);
  return {
    allReady,
    stop: async () => {
      unwatch();
      await Promise.all(running.map((service) => service.stop()));
    },
    kill: () => {
      unwatch();
      for (const service of running) service.kill();
    },
  };
}

function startService(plan: FleetPlan, service: DevService, onReady: () => void): Supervisor {
  const ports = plan.around.ports.get(service.name) ?? { grpc: 0, http: 0 };
  let state: ServiceState = { ...addressesOf(service, ports), status: 'starting', restarts: 0 };
  let shown = false;
  const onChange = (change: Change): void => {
    state = nextState(state, change);
    plan.onState(service.name, state);
    if (change.status !== 'ready' || shown) return;
    shown = true;
    plan.say({
      kind: 'row',
      subject: service.name,
      columns: columnsOf(ports, change.afterMs),
      data: { ...ports },
    });
    onReady();
  };
  return new Supervisor({
    name: service.name,
    child: {
      root: plan.root,
      entry: `${service.folder}/main.ts`,
      environment: environmentOf(service, plan.around),
      graceMs: plan.graceMs,
    },
    httpPort: ports.http,
    say: plan.say,
    onChange,
  });
}

const addressesOf = (service: DevService, ports: ServicePorts) => ({
  grpc: `127.0.0.1:${ports.grpc}`,
  http: `http://127.0.0.1:${ports.http}`,
  ...(ports.rest !== undefined && { rest: `http://127.0.0.1:${ports.rest}` }),
  contexts: service.contexts,
});

function nextState({ process: before, ...state }: ServiceState, change: Change): ServiceState {
  if (change.status === 'stopped') return { ...state, status: 'stopped' };
  const mark = change.status === 'starting' ? change.process : before;
  return { ...state, ...(mark && { process: mark }), status: change.status, restarts: change.restarts };
}

const columnsOf = (ports: ServicePorts, afterMs: number): readonly string[] => [
  `ready ${(afterMs / 1000).toFixed(1)} s`,
  `grpc :${ports.grpc}`,
  `http :${ports.http}`,
  ...(ports.rest === undefined ? [] : [`rest :${ports.rest}`]),
  '/metrics /healthz',
];

/** What is shared restarts every service; a service's own folder and those of its contexts restart that one. */
export function affectedBy(paths: readonly string[], services: readonly DevService[]): readonly DevService[] {
  const shared = paths.some((path) => /^(chassis|contracts)\//.test(path));
  return services.filter((service) => {
    const folders = [service.folder, ...service.folders];
    return shared || paths.some((path) => folders.some((folder) => path.startsWith(`${folder}/`)));
  });
}

function watchFleet(plan: FleetPlan, running: readonly Supervisor[]): () => void {
  const generate = generator(plan.root, plan.say);
  const unwatch = watchFolders(plan.root, ['chassis', 'contracts', 'services'], (paths) => {
    const contracts = paths.filter((path) => path.endsWith('.proto'));
    const sources = paths.filter((path) => !path.endsWith('.proto'));
    if (contracts.length > 0) generate.run(summaryOf(contracts)); // which changes sources, in turn
    const names = new Set(affectedBy(sources, plan.services).map(({ name }) => name));
    for (const service of running) {
      if (!names.has(service.name)) continue;
      service.restart(`${summaryOf(sources).replace(`services/${service.name}/`, '')} changed`);
    }
  });
  return () => {
    generate.stop();
    unwatch();
  };
}

const summaryOf = ([first = '', ...more]: readonly string[]): string =>
  more.length > 0 ? `${first} and ${more.length} more` : first;
