import type { Evidence } from '../../model/evidence.ts';
import type { Queue, Server } from '../../model/messaging.ts';
import type { Model, Operation, ServiceName } from '../../model/model.ts';
import type { ServiceSize } from '../../model/size.ts';
import type { StoreOpening } from '../types.ts';
import type { LoadedPiece } from './join/pieces.ts';
import type { Stranger } from './strangers.ts';
import type { FoundSaga } from './sagas.ts';
import type { ContractUse } from './contract-uses.ts';
import type { CutShort } from './cuts.ts';
import type { CodeThrottle } from './throttles.ts';
import type { CodeTraits } from './traits.ts';
import type { BindingDeed, Deed, Handler } from './types.ts';
import type { VersionedBy } from './web.ts';

/** What a service can be asked to do, without the functions that do it. */
export type Entrance = Omit<Handler, 'run' | 'deeds' | 'router'>;

/**
 * What the code of one service offers and does, before it is known who else is there.
 * Plain data without references to the program it was read from, so that it can be kept between runs.
 */
export type ServiceCode = {
  readonly service: ServiceName;
  readonly operations: readonly {
    readonly entrance: Entrance;
    /** The paths it is reached under, with the prefixes of all routers around it. Empty for what has no path. */
    readonly paths: readonly string[];
    readonly deeds: readonly Deed[];
  }[];
  /** What runs when the process starts. */
  readonly start: readonly Deed[];
  /** What functions do that nothing known calls: they make edges, but belong to no operation. */
  readonly loose: readonly Deed[];
  readonly openings: readonly StoreOpening[];
  readonly bindings: readonly BindingDeed[];
  /** Queues that it sets up, and the transports that its application listens over. */
  readonly queues: readonly Omit<Queue, 'service'>[];
  readonly servers: readonly Omit<Server, 'service'>[];
  /** Steps with what undoes them, and what its files take from contracts. */
  readonly sagas: readonly FoundSaga[];
  readonly contractUses: readonly ContractUse[];
  /** Brokers that its own files import a client of. */
  readonly brokers: readonly string[];
  /** How the transports deliver that the service hears over, where one says it for all handlers. */
  readonly transports: readonly NonNullable<Operation['delivery']>[];
  readonly uniqueKeys: Model['uniqueKeys'];
  /** Where its API takes the version from, if not from the path. */
  readonly versionedBy?: VersionedBy;
  readonly size: Omit<ServiceSize, 'service'>;
  /** Pieces of the domain that it loads from libraries when it runs. */
  readonly pieces: readonly LoadedPiece[];
  /** What its code is like, beyond what it offers and does. */
  readonly traits: CodeTraits;
  /** Literals in its files that begin like an address and are not only shown. */
  readonly endpoints: readonly { readonly text: string; readonly role?: 'default'; readonly evidence: Evidence }[];
  /** What in its code limits how often it may be called. */
  readonly throttles: readonly CodeThrottle[];
  /** Whether any of its own files could be read. */
  readonly isReadable: boolean;
  /** Libraries it speaks through that are not understood. */
  readonly strangers: readonly Stranger[];
  /** Functions of which only a part was followed. */
  readonly cuts: readonly CutShort[];
  /** Its code grew past what is evaluated. */
  readonly isCutShort: boolean;
};

/** Everything a service does, wherever in it, each deed once for its place. */
export const deedsOfService = ({ operations, start, loose }: ServiceCode): readonly Deed[] => [
  ...new Set([...operations.flatMap(({ deeds }) => deeds), ...start, ...loose]),
];
