import { fromBinary, toJson, type JsonObject } from '@bufbuild/protobuf';
import { context } from '@opentelemetry/api';
import { z } from 'zod';
import type { Database } from '../database.ts';
import type { Facade, FacadeHost, Listener } from '../facade.ts';
import { keepSmall } from '../retention.ts';
import { CALLER, type Call } from '../rpc/call.ts';
import { answerUnary, type Observer, type RpcService } from '../rpc/service.ts';
import type { BoundRoute, RestApi } from './api.ts';
import { answeredOnce, fingerprintOf, forgetKeys, keyIn, type Atomically } from './idempotency.ts';
import { checkHeaders, type HttpAnswer } from './problem.ts';
import { messageIn, type RestRequest } from './request.ts';
import type { ServedRoute } from './router.ts';
import { serveRest } from './server.ts';

/** What a process with a REST facade reads besides. */
export const restVariables = {
  REST_PORT: z.coerce.number().int().min(0).max(65_535).default(8000),
  /** A request that is not answered by then is given up with 504. */
  REST_DEADLINE_MS: z.coerce.number().int().positive().default(10_000),
  REST_MAX_BODY_BYTES: z.coerce.number().int().positive().default(1_048_576),
  /** The header in which a gateway says who calls, such as `x-real-ip`; without it, callers are their addresses. */
  REST_CALLER_HEADER: z.string().regex(/^[\w-]+$/, 'expected the name of a header').optional(),
  /** A key that comes again later than this takes effect again. */
  IDEMPOTENCY_RETENTION_HOURS: z.coerce.number().positive().default(24),
};

type RestFacade = Facade & {
  readonly routes: (observer: Observer) => readonly ServedRoute[];
  readonly forgetKeys: (retentionHours: number) => Promise<number>;
};

export type RestOptions<Tables> = {
  readonly api: RestApi;
  readonly database: Database<Tables>;
  /** The very handlers that answer the RPCs, over the transactions that they are given. */
  readonly service: (atomically: Atomically<Tables>) => RpcService;
  /**
   * Who calls, and whose Idempotency-Key it is; by default whom REST_CALLER_HEADER names. Say so as soon as callers are
   * told apart: then nobody can meet another's key.
   */
  readonly callerOf?: (headers: Readonly<Record<string, string>>) => string;
};

/** JSON over HTTP for callers from outside: the same handlers, deadlines and errors as over RPC. */
export function restFacade<Tables>({ api, database, service, callerOf }: RestOptions<Tables>): Facade {
  const facade: RestFacade = {
    kind: 'rest',
    open: openRest,
    routes: (observer) =>
      api.routes.map((route) => ({
        route,
        answer: async (request, { metadata, ...rest }) => {
          const caller = callerOf?.(request.headers) ?? request.caller;
          const call = { ...rest, metadata: { ...metadata, ...(caller && { [CALLER]: caller }) } };
          const message = messageIn(request);
          const work = (atomically: Atomically<Tables>) =>
            answered(service(atomically), { route, message, call, request }, observer);
          const key = request.headers['idempotency-key'];
          if (route.method === 'GET' || key === undefined) return work(database.atomically);
          const fingerprint = fingerprintOf(route, message);
          return answeredOnce(
            database,
            { caller: caller ?? '', key: keyIn(key), fingerprint },
            work,
          );
        },
      })),
    forgetKeys: (hours) => forgetKeys(database.query, hours),
  };
  return facade;
}

type Asked = {
  readonly route: BoundRoute;
  readonly message: Uint8Array;
  readonly call: Call;
  readonly request: RestRequest;
};

async function answered(
  rpc: RpcService,
  { route, message, call, request }: Asked,
  observer: Observer,
): Promise<HttpAnswer> {
  const method = route.rpc;
  const bytes = await answerUnary({ rpc, method, request: message, call, parent: context.active() }, observer);
  const response = fromBinary(method.output, bytes);
  // Its fields are what the route was checked against.
  const fields = response as unknown as Record<string, unknown>;
  const json = toJson(method.output, response, { alwaysEmitImplicit: true }) as JsonObject;
  const version = route.version?.(fields);
  // A version may be any text; in a header it may not.
  const etag = version === undefined ? {} : { etag: `"${encodeURIComponent(version)}"` };
  if (version !== undefined && isKnown(etag.etag ?? '', request.headers['if-none-match']))
    return { status: 304, headers: etag, body: '' };
  const headers = {
    'content-type': 'application/json',
    ...etag,
    ...(route.location && { location: route.location(fields) }),
  };
  const field = method.output.fields.find(({ localName }) => localName === route.answers);
  const body = JSON.stringify(field ? (json[field.jsonName] ?? {}) : json);
  const answer = { status: route.status ?? 200, headers, body };
  // While what was done under a key can still be undone.
  checkHeaders(answer);
  return answer;
}

const isKnown = (etag: string, header = ''): boolean =>
  header.split(',').some((one) => one.trim().replace(/^W\//, '') === etag || one.trim() === '*');


async function openRest(together: readonly Facade[], host: FacadeHost): Promise<Listener> {
  // All of this kind were made above.
  const facades = together as readonly RestFacade[];
  // Read by restVariables.
  const settings = host.settings as { readonly [Name in keyof typeof restVariables]: z.output<(typeof restVariables)[Name]> };
  const options = {
    port: settings.REST_PORT,
    deadlineMs: settings.REST_DEADLINE_MS,
    maxBodyBytes: settings.REST_MAX_BODY_BYTES,
    callerHeader: settings.REST_CALLER_HEADER,
  };
  const listener = await serveRest(
    facades.flatMap(({ routes }) => routes(host)),
    options,
    host,
  );
  const closing = new AbortController();
  const hours = settings.IDEMPOTENCY_RETENTION_HOURS;
  for (const facade of facades)
    void keepSmall(() => facade.forgetKeys(hours), host.log, closing.signal, 'idempotency keys: clean-up');
  return {
    port: listener.port,
    close(graceMs) {
      closing.abort();
      return listener.close(graceMs);
    },
  };
}
