import { groupBy, indexOf } from '../../src/lint/kit.ts';
import type { Model, Operation } from '../../src/model/model.ts';

/** `v1`, `v2.1`, `v1beta1`, `api-v1`, a date, or a part of the path that is named after the version. */
const VERSION = /(?:^|[/.-])v\d+(?:[._]\d+)*(?:(?:alpha|beta|rc)\d*)?(?:$|[/-])|\/\d{4}-\d{2}(?:-\d{2})?(?:\/|$)/i;
const NAMED_AFTER_IT = /\/[:{][\w-]*version/i;

export const hasVersion = (path: string): boolean => VERSION.test(path) || NAMED_AFTER_IT.test(path);

/** `orders.v1`, `orders_v1`, `ordersV1`, and services that carry it in their name. */
export const isVersionedName = (name: string): boolean =>
  name.split('.').some((part) => /(?:^|[_a-z0-9-])v\d+(?:(?:alpha|beta)\d*)?$/i.test(part) && /v\d/i.test(part));

/** Probes, documentation, and what a third party dictates: no API of the service’s own. */
const ANYWHERE =
  /\/_?(?:health\w*|health[_-]?checks?|livez|readyz|liveness|readiness|ping|metrics|web-?hooks?|callback|\.well-known|graphql|graphiql|socket\.io|trpc|oauth2?)(?:\/|$)/i;
const IN_FRONT =
  /^\/(?:api\/)?(?:live|ready|alive|status|info|version|docs?|api-docs|api-json|swagger[\w.-]*|openapi[\w.-]*|redoc|playground|favicon\.ico|robots\.txt|static|assets|public|uploads|images|files|actuator|dapr|subscription|subscriptions?|queues|admin\/queues|test|hello)(?:\/|$)/i;
const STATIC = /^\/(?:api\/)?(?:static|assets|public|uploads|favicon\.ico|robots\.txt)(?:\/|$)/i;

const methodOf = ({ name }: Operation): string => name.slice(0, name.indexOf(' '));
export const pathOf = ({ name }: Operation): string => name.slice(name.indexOf(' ') + 1);

/** Whether an operation is part of what others program against. */
const isApi = (operation: Operation): boolean => {
  if (operation.trigger !== 'http' || operation.protocol !== 'http') return false;
  const path = pathOf(operation);
  const method = methodOf(operation);
  if (!path.startsWith('/') || method === 'OPTIONS' || method === 'HEAD') return false;
  if ((path === '/' && method !== 'POST') || /^\/?[*]/.test(path.slice(1))) return false;
  if (STATIC.test(path) || ANYWHERE.test(path)) return false;
  return !(IN_FRONT.test(path) && (method === 'GET' || method === 'ANY') && path.split('/').length <= 3);
};

/** The routes of a service that others program against. */
export const routesOf = indexOf(
  (model: Model) =>
    new Map(
      groupBy(model.operations.filter(isApi), ({ service }) => service).map((all) => [all[0]?.service ?? '', all]),
    ),
);

/** A prefix that nobody could tell may be the version. */
export const isOpen = (path: string): boolean => /^\/(?:api\/)?\{[^}]*\}\/./i.test(path);

/** An operation that passes on whatever falls under its path. */
export const forwards = ({ name, protocol }: Operation): boolean => protocol === 'gateway' || /\*\w*$/.test(name);
