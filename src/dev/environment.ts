import type { DevService, ServicePorts } from './types.ts';

export type Surroundings = {
  readonly postgresPort: number;
  readonly passwords: Readonly<Record<string, string>>;
  readonly otlp: string;
  /** A broker that somebody else runs; without it, the one in PostgreSQL. */
  readonly brokerUrl?: string | undefined;
  /** The ports of every service of the workspace that runs here. */
  readonly ports: ReadonlyMap<string, ServicePorts>;
  readonly services: readonly DevService[];
};

export const host = '127.0.0.1';
/** The role and database that the `postgres` broker lives in. */
export const brokerDatabase = 'broker';

/** `order-items` is ORDER_ITEMS in the environment. */
export const constantOf = (context: string): string => context.replace(/[^a-zA-Z0-9]+/g, '_').toUpperCase();

/** `order-items` is order_items in PostgreSQL. */
export const databaseOf = (context: string): string => context.replace(/[^a-zA-Z0-9]+/g, '_').toLowerCase();

/** `order_items` is migrated by order_items_owner, who owns the tables; the service itself may not change them. */
export const ownerOf = (database: string): string => `${database}_owner`;

type Server = Pick<Surroundings, 'postgresPort' | 'passwords'>;

const urlFor = ({ passwords, postgresPort }: Server, role: string, database: string): string =>
  `postgres://${role}:${passwords[role] ?? ''}@${host}:${postgresPort}/${database}`;

/** The address of a context's database, for its own role. */
export const databaseUrl = (server: Server, context: string): string =>
  urlFor(server, databaseOf(context), databaseOf(context));

/** The same for the role that may change the schema. */
export const migrationUrl = (server: Server, context: string): string =>
  urlFor(server, ownerOf(databaseOf(context)), databaseOf(context));

/**
 * What a service is told: its ports, the databases of the contexts it mounts and of no other,
 * and the address of every context that runs here.
 */
export function environmentOf(service: DevService, around: Surroundings): Record<string, string> {
  const ports = around.ports.get(service.name);
  const environment: Record<string, string> = {
    BROKER_URL: around.brokerUrl ?? databaseUrl(around, brokerDatabase),
    OTEL_EXPORTER_OTLP_ENDPOINT: around.otlp,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    GRPC_PORT: String(ports?.grpc ?? 0),
    HTTP_PORT: String(ports?.http ?? 0),
    ...(ports?.rest !== undefined && { REST_PORT: String(ports.rest) }),
  };
  for (const context of service.contexts) {
    environment[`${constantOf(context)}_DATABASE_URL`] = databaseUrl(around, context);
    environment[`${constantOf(context)}_MIGRATION_URL`] = migrationUrl(around, context);
  }
  for (const other of around.services)
    for (const context of other.contexts)
      environment[`${constantOf(context)}_ADDRESS`] = `${host}:${around.ports.get(other.name)?.grpc ?? 0}`;
  return environment;
}
