import type { Lookup } from '../client/lookup.ts';

/**
 * What the templates of a service are rendered with. Every name is there, empty lists included. Conventions:
 *
 * - A file named after a list, `when-__consumes.kebab__.ts`, is rendered once for each item, which then has the list's name.
 * - A template that renders to nothing but white space is not written: so files vanish that only some answers need.
 * - Handlebars runs with `noEscape`.
 */
export type ServiceView = {
  readonly workspace: { readonly name: string; readonly scope: string };
  readonly service: {
    /** Folder name, image name and host name. */
    readonly name: string;
    /** `services/orders` */
    readonly path: string;
    /** Ports of the developer's machine that compose.yaml publishes; different for each service. */
    readonly ports: { readonly grpc: number; readonly http: number };
    /** The text `${ORDERS_DATABASE_PASSWORD:-orders}`, which Handlebars cannot spell. */
    readonly databasePassword: string;
    /** The same for the role that migrates: `${ORDERS_OWNER_PASSWORD:-orders}`. */
    readonly ownerPassword: string;
  };
  readonly owner: string;
  readonly subdomain: 'core' | 'supporting' | 'generic';
  /** What carries its events: its address in compose.yaml, its host there (none: that of the databases) and its port. */
  readonly broker: { readonly url: string; readonly host: string; readonly port: number };
  /** In hours. */
  readonly inboxRetention: number;
  readonly context: {
    /** `order-items` */
    readonly name: string;
    readonly pascal: string;
    readonly camel: string;
    /** Also the folder and file name of its contract, its database and its role. */
    readonly snake: string;
    readonly constant: string;
    /** `order_items.v1` */
    readonly package: string;
  };
  readonly aggregate: AggregateView;
  /** The first thing the context can be asked to do. */
  readonly useCase: {
    readonly pascal: string;
    readonly camel: string;
    readonly kebab: string;
    /** What happens by it; one of `publishes`. */
    readonly event: PublishedEventView;
  };
  /** At least one. */
  readonly publishes: readonly PublishedEventView[];
  /** What the tests let happen second: the first of `publishes` that is not `useCase.event`, else that one. */
  readonly nextEvent: PublishedEventView;
  readonly consumes: readonly ConsumedEventView[];
  /** The same events, grouped by the file they are imported from. */
  readonly consumedFrom: readonly { readonly contract: string; readonly events: readonly ConsumedEventView[] }[];
  readonly calls: readonly CalleeView[];
};

export type AggregateView = {
  /** `OrderItem`, `orderItem`, `order_item`, `order-item`; none a reserved word. */
  readonly pascal: string;
  readonly camel: string;
  readonly snake: string;
  readonly kebab: string;
  /** `order_items` */
  readonly table: string;
  /** `orderItems`: the repository's name among the stores. */
  readonly plural: string;
  /** One of them beside its repository: `orderItem`; `found` where both would be called `inventory`. */
  readonly found: string;
  /** In prose: `order item`, `order items`, `Order items`, and `an` or `a`. */
  readonly words: string;
  readonly pluralWords: string;
  readonly PluralWords: string;
  readonly article: 'a' | 'an';
};

export type PublishedEventView = {
  /** `OrderPlaced` */
  readonly pascal: string;
  /** `orders.v1.OrderPlaced` */
  readonly channel: string;
  /** The state it leaves the aggregate in: `PLACED`, from the name without the aggregate's (`StockReserved`: `RESERVED`). */
  readonly status: string;
};

export type ConsumedEventView = {
  /** `payments.v1.PaymentCaptured` */
  readonly channel: string;
  /** The message as its contract names it. */
  readonly message: string;
  /** Local names, unique among the consumed events: `PaymentCaptured`, or `PaymentsCreated` where two are called `Created`. */
  readonly pascal: string;
  readonly kebab: string;
  /** `pascal` is not `message`. */
  readonly renamed: boolean;
  /** Below the contracts package: `payments/v1/events_pb`. */
  readonly contract: string;
};

export type CalleeView = {
  /** `order-items` */
  readonly name: string;
  readonly camel: string;
  readonly pascal: string;
  readonly snake: string;
  readonly constant: string;
  /** `name` needs no quotes in TypeScript. */
  readonly plain: boolean;
  /** `OrderItemsService` */
  readonly service: string;
  /** Below the contracts package: `order_items/v1/order_items_pb`. */
  readonly contract: string;
  /** What a first call site can ask it. */
  readonly lookup: Lookup | undefined;
  /** Of the field that tells what it answered. */
  readonly number: number;
};
