import { z } from 'zod';
import { brokerSchemes, brokerUrlMistake, schemeOf } from './brokers.ts';
import { timerMs } from './clock.ts';
import { givenIn, type Environment, type Given } from './given.ts';

export type { Environment } from './given.ts';

/** Environment variables and the shape each must have. */
export type Variables = Readonly<Record<string, z.ZodType>>;

/** The environment is wrong; the message lists every mistake and holds no value, since values may be secret. */
export class ConfigError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(
      `The configuration has ${mistakes.length} mistake${mistakes.length === 1 ? '' : 's'}:\n${mistakes.map((line) => `  ${line}`).join('\n')}`,
    );
    this.name = 'ConfigError';
    this.mistakes = mistakes;
  }
}

/** Reads and checks all variables at once, each from `NAME` or from the file that `NAME_FILE` names. Throws {@link ConfigError}. */
export function readConfig<V extends Variables>(
  variables: V,
  environment: Environment,
): { [Name in keyof V]: z.output<V[Name]> } {
  const given = new Map(Object.keys(variables).map((name) => [name, givenIn(environment, name)]));
  const present = Object.fromEntries([...given].map(([name, { value }]) => [name, value]));
  const result = z.object({ ...variables }).safeParse(present);
  const misgiven = [...given.values()].flatMap(({ mistake }) => mistake ?? []);
  const misread = result.success ? [] : result.error.issues.flatMap((issue) => mistakeOf(issue, given));
  if (!result.success || misgiven.length > 0) throw new ConfigError([...misgiven, ...misread]);
  // zod loses the mapping from a generic shape to its output; the shape is ours, so it holds.
  return result.data as { [Name in keyof V]: z.output<V[Name]> };
}

function mistakeOf(issue: z.core.$ZodIssue, given: ReadonlyMap<string, Given>): readonly string[] {
  const name = String(issue.path[0]);
  const { value, file, mistake } = given.get(name) ?? {};
  // What was given wrongly is told already.
  if (mistake !== undefined) return [];
  if (value === undefined) return [`${name} is missing`];
  return [`${name}${file === undefined ? '' : `, read from ${file},`} is wrong: ${issue.message}`];
}

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
/** More than a timer can hold is the most that one can. */
const milliseconds = (fallback: number, least = 0) =>
  z.coerce.number().int().min(least).transform(timerMs).default(fallback);

/** A PostgreSQL connection string. */
export const postgresUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//, 'expected postgres://user:password@host:port/database');

/** Where the broker is, and by its scheme which: see brokers.ts. */
const brokerUrl = z.string().refine((url) => brokerSchemes.includes(schemeOf(url)), { error: brokerUrlMistake });

/** What every process needs, whatever contexts it hosts. */
export const processVariables = {
  BROKER_URL: brokerUrl,
  GRPC_PORT: port(50_051),
  HTTP_PORT: port(8080),
  /** What is larger is RESOURCE_EXHAUSTED before it is read. */
  GRPC_MAX_MESSAGE_BYTES: z.coerce.number().int().positive().default(4 * 1024 * 1024),
  /** So many calls are answered at once; more are RESOURCE_EXHAUSTED. */
  GRPC_MAX_CALLS: z.coerce.number().int().positive().default(1000),
  /** Callers connect anew after this time, so that load spreads over replicas that came later. */
  GRPC_MAX_CONNECTION_AGE_MS: milliseconds(300_000, 1),
  /** Certificate, key and authority of this process; with them every call goes over mutual TLS. All three or none. */
  TLS_CERT_FILE: z.string().optional(),
  TLS_KEY_FILE: z.string().optional(),
  TLS_CA_FILE: z.string().optional(),
  /** How often the files are looked at: they change when certificates are rotated. */
  TLS_RELOAD_MS: milliseconds(30_000, 1),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  SHUTDOWN_GRACE_MS: milliseconds(20_000),
  /** How long to keep serving after readiness fell, until load balancers have noticed. */
  SHUTDOWN_DRAIN_MS: milliseconds(100),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  /** What is spoken there; collectors take gRPC at another port than HTTP. */
  OTEL_EXPORTER_OTLP_PROTOCOL: z.enum(['http/json', 'http/protobuf', 'grpc']).default('http/json'),
  /** The share of traces that is exported, from 0 to 1; the rest still give log lines their ids. */
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
  /** `off` where somebody else publishes the outbox, such as Debezium. */
  OUTBOX_RELAY: z.enum(['on', 'off']).default('on'),
  /** With the relay off, outbox rows older than this are deleted, as long as a replication slot reads them. */
  OUTBOX_RETENTION_HOURS: z.coerce.number().positive().default(24),
  /** Overrides, for all contexts of the process, what each of them says: see `inboxRetentionHours` in context.ts. */
  INBOX_RETENTION_HOURS: z.coerce.number().positive().optional(),
} satisfies Variables;

export type ProcessSettings = { [Name in keyof typeof processVariables]: z.output<(typeof processVariables)[Name]> };

/** `payments` and `DATABASE_URL` make `PAYMENTS_DATABASE_URL`. */
export function variableOf(context: string, suffix: string): string {
  return `${context.replaceAll('-', '_').toUpperCase()}_${suffix}`;
}
