import type { Effect, Model, ServiceName } from '../../model/model.ts';
import type { Place } from '../../model/evidence.ts';
import { serviceNamed } from './contexts.ts';
import { indexOf } from './index-of.ts';
import { unique } from './lists.ts';

export type Call = Extract<Effect, { kind: 'call' }>;
/** A call with the service that makes it, and the operation where one is known to. */
export type MadeCall = { readonly service: ServiceName; readonly call: Call; readonly operation?: string };

const isCall = (effect: Effect): effect is Call => effect.kind === 'call';

/** Every call that code makes, each for each operation that leads to it. */
export const callsOf = indexOf((model: Model): readonly MadeCall[] => [
  ...model.operations.flatMap(({ service, id, effects }) =>
    effects.filter(isCall).map((call) => ({ service, call, operation: id })),
  ),
  ...model.loose.flatMap(({ service, effects }) => effects.filter(isCall).map((call) => ({ service, call }))),
]);

/** Where a call stands. */
export const siteOf = (call: Call): Place => call.trail.at(-1) ?? call.trail[0];

/** The place in a service's own folder that leads to a call: where it is asked for, though a shared client makes it. */
export function ownSiteOf(model: Model, { service, call }: MadeCall): Place {
  const path = serviceNamed(model, service)?.path;
  const own = path ? call.trail.findLast(({ file }) => file.startsWith(`${path}/`)) : undefined;
  return own ?? siteOf(call);
}

/** Whom a call reaches, as a person would name it: the service, else the host. */
const reachedName = ({ to, target }: Call): string | undefined => to ?? /:\/\/([\w.-]+)/.exec(target)?.[1];

/** Whom calls reach; what could not be told only where nothing else is. */
export function reachedNames(made: readonly MadeCall[], most = 4): readonly string[] {
  const names = unique(made.flatMap(({ call }) => reachedName(call) ?? []));
  if (names.length === 0) return ['an address that it is given'];
  return names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} more`] : names;
}

/** The client where its declaration is known, else the file that speaks for itself. */
export const clientKeyOf = ({ service, call }: MadeCall): string => {
  const client = call.waiting?.client;
  return `${service}\n${client ? `${client.file}:${client.line}` : siteOf(call).file}`;
};

const PROBE = /\/?(?:healthz?|health-?check|livez?|liveness|readyz?|readiness|ping|status)\/?(?:[?#].*)?$/i;

/** Whether a call only asks whether somebody is there, or is made to answer who asks that. */
export const isProbe = ({ call, operation }: Omit<MadeCall, 'service'>): boolean =>
  PROBE.test(call.target) || (operation !== undefined && PROBE.test(operation));

/** A name that only servers can look up: of a container or of a cluster, not of this machine. */
const isInner = (target: string): boolean =>
  /:\/\/(?:[\w-]+|[\w.-]+\.svc(?:\.[\w.-]+)?)(?::\d+)?(?:\/|$)/.test(target) && !/:\/\/localhost\b/.test(target);

/** Front ends call from the browser, where nobody holds a server's worker; what names an inner host runs on a server. */
export const runsInBrowser = (model: Model, { service, call }: MadeCall): boolean =>
  (frontends(model).has(service) && !isInner(call.target)) || SERVED.test(siteOf(call).file);

/** Folders of files that are handed to browsers as they are. */
const SERVED = /(?:^|\/)(?:static|public|wwwroot|assets|webroot)\//;

const frontends = indexOf(
  (model) => new Set(model.services.filter(({ kind }) => kind === 'frontend').map(({ name }) => name)),
);
