import type { Evidence, NonEmpty } from '../model/evidence.ts';
import type { Deployment } from '../model/deployment.ts';
import type { ContainerFact } from '../model/fact/infrastructure.ts';
import type { FactKind, FactOf, FileFacts } from '../model/fact.ts';
import type { ModuleFact } from '../model/fact/module.ts';
import type { Library, Service, ServiceName } from '../model/model.ts';

/** All facts of a workspace, looked up by file and by kind. */
export type FactIndex = {
  readonly files: readonly FileFacts[];
  /** Paths of the modules. Only linking code needs what they say. */
  readonly modules: readonly string[];
  readonly moduleIn: (file: string) => ModuleFact | undefined;
  readonly ofKind: <K extends FactKind>(kind: K) => readonly { readonly file: string; readonly fact: FactOf<K> }[];
  readonly inFile: <K extends FactKind>(file: string, kind: K) => readonly FactOf<K>[];
};

/** Services and libraries, what belongs to them, and where they answer. First half of linking. */
export type Units = {
  readonly services: readonly Service[];
  readonly libraries: readonly Library[];
  /** The unit whose folder holds the file; the innermost wins. Several services may share one folder (one image, several commands). */
  readonly ownersOf: (file: string) => readonly (Service | Library)[];
  /** Entry files of a service (`src/main.ts`), where they could be told; else everything in its folder counts. */
  readonly entriesOf: (service: ServiceName) => readonly string[];
  /** Containers that run the service, over all manifests and environments. */
  readonly containersOf: (service: ServiceName) => readonly { readonly file: string; readonly fact: ContainerFact }[];
  /** Every container, also those of databases and brokers, which are no services. */
  readonly environmentOf: (service: ServiceName) => Environment;
  /** Who answers at `host` (and `port`) when called by `from`: compose and Kubernetes names, localhost ports, package names. */
  readonly serviceAt: (host: string, port: number | undefined, from: ServiceName) => ServiceName | undefined;
  /** The folder of the system that a file belongs to, where the repository holds several that never meet; else empty. */
  readonly systemOf: (path: string) => string;
  /** The gateways that have a route, and the services behind it. Without a gateway: an Ingress, or what is not deployed here. */
  readonly routesOf: (
    file: string,
    route: FactOf<'route'>,
  ) => readonly { readonly gateway?: ServiceName; readonly to: ServiceName }[];
  /** How services, and the software beside them, are run and built. */
  readonly deployment: () => Deployment;
};

/** The environment variables of a service in every deployment that gives them. */
export type Environment = {
  readonly names: () => readonly string[];
  /** Empty where nobody sets it. A value has its own `${VAR:-default}` already applied; a secret's value is not kept. */
  readonly valuesOf: (name: string) => readonly EnvValue[];
  /** Services with an equal name run in one environment: what nobody sets here has one value for all of them. */
  readonly sharedAs?: string;
};
export type EnvValue = {
  /** `compose.yaml`, `k8s/prod`, `.env`: values of one deployment belong together. */
  readonly deployment: string;
  readonly value?: string;
  /** `secret:orders-db/url` where the value is not in the repository, so that equal references compare equal. */
  readonly reference?: string;
  readonly evidence: Evidence;
};

/** A string that code computes, after constants and environment: every text it can be, with where that was said. */
export type Resolved = {
  readonly text?: string;
  /** The variables it depends on. */
  readonly env: readonly string[];
  /** It is a default: the variables that are asked first, and that nobody sets for this service. */
  readonly unset?: readonly string[];
  readonly reference?: string;
  readonly deployment?: string;
  readonly evidence: readonly Evidence[];
};

/**
 * A database connection that code opens, before its identity is known. The parts are alternatives per deployment.
 * Engines as in store ids: postgres, mysql, mongo, redis, sqlserver, sqlite, elasticsearch, dynamodb, …
 * Engine `prisma` without a url: provider and url come from `schemaFile`, else from the Prisma schema nearest to the service.
 * A table named by its Prisma model is turned into the table that the schema maps it to.
 */
export type StoreOpening = {
  readonly service: ServiceName;
  readonly engine: string;
  readonly role: 'data' | 'cache' | 'broker';
  readonly url?: readonly Resolved[];
  readonly host?: readonly Resolved[];
  readonly port?: readonly Resolved[];
  readonly database?: readonly Resolved[];
  readonly schema?: readonly Resolved[];
  /** It is no database by itself, but what is kept in it has no expiry: were it one, this would be data too. */
  readonly keeps?: true;
  /** The Prisma schema whose client is opened, where that could be told. */
  readonly schemaFile?: string;
  readonly tables: readonly {
    readonly table: string;
    /** The schema or database that it is named with. */
    readonly schema?: string;
    readonly access: 'declares' | 'reads' | 'writes';
    readonly evidence: NonEmpty<Evidence>;
  }[];
  readonly evidence: NonEmpty<Evidence>;
};
