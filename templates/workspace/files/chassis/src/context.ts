import type { DescService } from '@bufbuild/protobuf';
import type { Broker, Delivery, Verdict } from './broker.ts';
import type { Consumer, ConsumerHost } from './consumer.ts';
import type { Variables } from './config.ts';
import type { z } from 'zod';
import type { Database } from './database.ts';
import type { Facade } from './facade.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Migrations } from './migrate.ts';
import type { Client } from './rpc/client.ts';
import type { Callee } from './rpc/policy.ts';
import type { RpcService } from './rpc/service.ts';

/** The contexts that this one calls and waits for, by name, and the service it calls there: see `callee`. */
export type Callees = Readonly<Record<string, DescService | Callee>>;
type ServiceOf<C> = C extends Callee<infer S> ? S : C extends DescService ? C : never;

/** What a process gives a context to work with. */
export type Parts<Tables, V extends Variables, C extends Callees> = {
  readonly database: Database<Tables>;
  readonly settings: { readonly [Name in keyof V]: z.output<V[Name]> };
  /** They reach the callee in this process or over the network; the context cannot tell. */
  readonly clients: { readonly [Name in keyof C]: Client<ServiceOf<C[Name]>> };
  /** For requests. What happened is told by events, which go through the outbox. */
  readonly broker: Pick<Broker, 'publish' | 'openMailbox'>;
  readonly log: Log;
  readonly metrics: Metrics;
};

/** What a context offers to a process. */
export type Surface<Tables> = {
  readonly rpc: readonly RpcService[];
  readonly consumers: readonly Consumer<Tables>[];
  /** What it answers over the broker. */
  readonly responders?: readonly Responder<Tables>[];
  readonly workers?: readonly Worker[];
  /** Other ways in, such as REST. */
  readonly facades?: readonly Facade[];
};

export type ResponderHost<Tables> = ConsumerHost<Tables> & Pick<Broker, 'post'>;

/** Answers one kind of request that comes as a message. */
export type Responder<Tables> = {
  readonly channel: string;
  readonly respond: (delivery: Delivery, host: ResponderHost<Tables>) => Promise<Verdict>;
};

export type WorkerHost = { readonly context: string; readonly log: Log; readonly metrics: Metrics };
export type Shift = WorkerHost & {
  readonly signal: AbortSignal;
  /** Where somebody else publishes the outbox, events stay in it after they are sent. */
  readonly keepsOutbox?: boolean;
};

/** Work that goes on beside calls and messages, such as watching what is due. */
export type Worker = {
  /** Until the signal aborts; what is in hand then is finished. */
  run(shift: Shift): Promise<void>;
  /** Refreshes its gauges before they are read. */
  measure?(host: WorkerHost): Promise<void>;
};

export type ContextDefinition<Tables, V extends Variables, C extends Callees> = {
  /** Also its role, its database and its consumer group. */
  readonly name: string;
  /** Environment variables of its own, besides `<NAME>_DATABASE_URL`. */
  readonly settings: V;
  readonly migrations: Migrations;
  /**
   * So many hours the inbox remembers a message; delivered again later, it takes effect again. Longer than the broker,
   * or anybody who replays, may take to deliver once more. INBOX_RETENTION_HOURS overrides it.
   */
  readonly inboxRetentionHours: number;
  readonly calls: C;
  readonly build: (parts: Parts<Tables, V, C>) => Surface<Tables>;
};

/** A bounded context as a value: any process may mount it, next to any others. */
// eslint-disable-next-line typescript/no-explicit-any -- a process treats contexts alike; each is checked where it is defined
export type Context = ContextDefinition<any, any, any>;

/** `defineContext<Tables>()({ … })`: the tables are named, the rest is inferred. */
export function defineContext<Tables>() {
  return <V extends Variables, C extends Callees>(
    definition: ContextDefinition<Tables, V, C>,
  ): ContextDefinition<Tables, V, C> => definition;
}
