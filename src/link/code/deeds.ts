import type { Evidence } from '../../model/evidence.ts';
import type { DataVerb, EffectCircumstances } from '../../model/model.ts';
import type { Waiting } from '../../model/waiting.ts';
import type { StoreOpening } from '../types.ts';
import type { TextOption } from './types.ts';

/** Something done to the world, before it is known whom it reaches. */
export type Deed = {
  readonly what: DeedKind;
  readonly trail: readonly [Evidence, ...Evidence[]];
  readonly around: Around;
};
/** The circumstances of an effect, with how it waits: of that the join makes its deadlines. */
export type Around = EffectCircumstances & {
  readonly retried: boolean;
  /** Deadlines, retries and breakers that were put around it. */
  readonly waiting?: Waiting;
};
export type DeedKind = CallDeed | PublishDeed | DataDeed | ExternalDeed | TakeDeed;
export type CallDeed = {
  readonly kind: 'call';
  readonly protocol: string;
  readonly method?: string;
  /** Addresses it may go to: URLs, or `host:port`. */
  readonly urls: readonly TextOption[];
  /** The full name of an RPC service, or the name by which a message pattern is answered. */
  readonly rpc?: { readonly service: string; readonly method?: string };
  readonly pattern?: readonly string[];
  /** Where the pattern is an exchange: the routing keys, as in a publish. */
  readonly keys?: readonly string[];
  /** The queue that a pattern travels in. */
  readonly queues?: readonly string[];
  /** The name of an operation as its framework gives it: a procedure of tRPC, an action of Moleculer, a field of GraphQL. */
  readonly procedure?: string;
  /** The service whose code the client was given the type of. */
  readonly typedBy?: string;
  readonly label: string;
  /** A key goes along by which the other end knows a repeated request. */
  readonly idempotencyKey?: true;
  readonly deadline: 'set' | 'none' | 'unknown';
  /** How the client it goes through waits. */
  readonly waiting?: Waiting;
};
/** `names` are alternatives: a topic, a queue, or `exchange` with the routing key in `key`. */
export type PublishDeed = {
  readonly kind: 'publish';
  readonly protocol: string;
  readonly names: readonly string[];
  readonly keys?: readonly string[];
  /** There is a key, but nobody can tell which. */
  readonly openKey?: true;
  /** The queue that a pattern travels in. */
  readonly queues?: readonly string[];
  /** The broker drops what comes again under the same key: a job's or a message's id that is given. */
  readonly deduplicated?: true;
  readonly label: string;
};
/** A library call that made something, with the scope it was made in, which tells two calls of one helper apart. */
export type Origin = { readonly at: Evidence; readonly scope: object };
export type DataDeed = {
  readonly kind: 'data';
  readonly engine: string;
  readonly table?: string;
  /** The schema or database that the table is named with. */
  readonly schema?: string;
  readonly verb: DataVerb;
  readonly keyed: 'fresh' | 'given' | 'unknown';
  /** The fields it asks for, and those it sets, as far as they are written out: `status`, `seen.$ne`. */
  readonly where?: readonly string[];
  readonly sets?: readonly string[];
  /** A step of a transaction that several resources agree on: `PREPARE TRANSACTION`, `XA PREPARE`. */
  readonly twoPhase?: true;
  readonly opening?: StoreOpening;
  /** What it says of a store that may be a cache: `documents` make it a database, `keys` have no expiry given with them. */
  readonly lasting?: 'documents' | 'keys' | 'expires';
  /** The calls that made what it was done through, nearest first: one of them may have opened the database. */
  readonly through?: readonly Origin[];
};
export type ExternalDeed = {
  readonly kind: 'external';
  readonly what: 'mail' | 'charge' | 'sms' | 'push' | 'upload' | 'other';
  readonly library: string;
  readonly idempotencyKey: boolean;
};

/** A queue bound to an exchange; `keys` are routing patterns. */
export type BindingDeed = { readonly queue: string; readonly exchange: string; readonly keys: readonly string[] };
/** What a client was told of waiting; `open`: more than could be read. */
export type Told = { readonly waiting?: Waiting; readonly open?: true };
/** A message is asked for where it is worked on, as `brpop` does: what is done after it belongs to its consumer. Known while linking only. */
export type TakeDeed = {
  readonly kind: 'take';
  readonly consumer: object;
  /** Only what is done in a loop belongs to it: `for await (const message of subscription)`. */
  readonly iterates: boolean;
};
