import type { DescService } from '@bufbuild/protobuf';
import type { ChannelCredentials } from '@grpc/grpc-js';
import { variableOf } from '../config.ts';
import type { Context } from '../context.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { createClient, type Client } from './client.ts';
import { CalleeGuard } from './guard.ts';
import { inProcessTransport } from './in-process.ts';
import { networkTransport } from './network.ts';
import { calleeOf, type Callee } from './policy.ts';
import type { RpcService } from './service.ts';
import type { Transport } from './transport.ts';

type Host = {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly local: ReadonlyMap<string, RpcService>;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly credentials: ChannelCredentials;
};

/** A client for each of a context's callees, and what the process needs to look after them. */
export type Clients = {
  readonly clients: Readonly<Record<string, Client<DescService>>>;
  measure(): void;
  close(): void;
};

export function clientsOf(context: Context, host: Host): Clients {
  const declared = Object.entries(context.calls as Readonly<Record<string, DescService | Callee>>);
  const made = declared.map(([name, one]) => {
    const callee = calleeOf(one);
    const { timeoutMs, marginMs } = callee.policy;
    const transport = transportTo(name, host);
    const guard = new CalleeGuard(callee, { caller: context.name, callee: name, metrics: host.metrics, log: host.log });
    return { name, transport, guard, client: createClient(callee.service, transport, { timeoutMs, marginMs, caller: context.name, guard }) };
  });
  return {
    clients: Object.fromEntries(made.map(({ name, client }) => [name, client])),
    measure: () => made.forEach(({ guard }) => guard.measure()),
    close: () => made.forEach(({ transport }) => transport.close()),
  };
}

/** In this process when the callee is mounted here, else at `<CALLEE>_ADDRESS`. */
function transportTo(callee: string, host: Host): Transport {
  const address = host.settings[variableOf(callee, 'ADDRESS')];
  // The variable is read only when the callee is not mounted here: see variablesOf in process.ts.
  return typeof address === 'string'
    ? networkTransport(address, { credentials: host.credentials })
    : inProcessTransport((name) => host.local.get(name), host);
}
