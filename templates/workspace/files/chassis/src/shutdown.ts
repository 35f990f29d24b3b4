import type { Broker } from './broker.ts';
import { sleep } from './clock.ts';
import { closeFacades, type OpenFacades } from './facade.ts';
import type { Health, HealthServer } from './health.ts';
import type { Log } from './log.ts';
import type { Mounted } from './mount.ts';
import type { RpcServer } from './rpc/server.ts';
import type { Telemetry } from './telemetry.ts';

/** What ends, and how long it may take. */
export type Ending = {
  readonly health: Health;
  readonly grpc: RpcServer;
  readonly facades: OpenFacades;
  readonly http: HealthServer;
  readonly broker: Broker;
  readonly mounted: readonly Mounted[];
  readonly telemetry: Telemetry;
  readonly log: Log;
  readonly drainMs: number;
  readonly graceMs: number;
};

/** Leaves without dropping anything: nothing new comes in, what is in hand ends, then the ground is taken away. */
export async function shutdown(ending: Ending): Promise<void> {
  const { health, grpc, facades, http, broker, mounted, telemetry, log, drainMs, graceMs } = ending;
  const deadline = Date.now() + graceMs;
  log.info({ drainMs, graceMs }, 'stopping');
  // 1. Load balancers look away while we still answer.
  health.enter('stopping');
  await sleep(drainMs);
  // 2. Calls and messages in hand finish; none are taken.
  const left = Math.max(0, deadline - Date.now());
  await Promise.all([grpc.close(left), closeFacades(facades, left), within(deadline, broker.drain())]);
  // 3. Relays finish their batch, pools close.
  await within(deadline, Promise.all(mounted.map((one) => one.stop())));
  await within(deadline, broker.close());
  await within(Math.max(deadline, Date.now() + 1000), telemetry.flush());
  await http.close();
  log.info('stopped');
}

async function within(deadline: number, work: Promise<unknown>): Promise<void> {
  const late = new AbortController();
  await Promise.race([work.catch(() => {}), sleep(Math.max(0, deadline - Date.now()), late.signal)]);
  late.abort();
}
