import type { Operation } from '../../src/model/model.ts';

/** Libraries that answer health checks once they are used. */
export const checksHealth =
  /^(?:@nestjs\/terminus|@godaddy\/terminus|lightship|grpc-health-check|grpc-js-health-check|nice-grpc-(?:server-)?health|@cloudnative\/health(?:-connect)?|express-healthcheck|express-actuator|fastify-healthcheck|@fastify\/under-pressure|under-pressure|fastify-custom-healthcheck|koa-healthcheck|koa-simple-healthcheck|hapi-alive|hapi-and-healthy|health-check|healthchecks-api|moleculer-healthcheck|@moleculer\/.*health.*|maikai|nest-healthz?|nestjs-health.*)(?:\/|$)/;

const health = /^_?(?:health(?:z|s|[-_]?check|[-_]?status|[-_]?probe)?|livez|liveness|readyz|readiness|hc|heartbeat)$/i;
/** Words that also name other things: only right below the root. */
const alike = /^(?:ping|status|up|alive|live|ready|isalive|isready)$/i;

/** Whether asking for it tells how the service is. */
export function isHealthOperation({ trigger, name, evidence }: Operation): boolean {
  if (trigger === 'rpc' || trigger === 'message') return /(?:^|[./_-])health(?:[./_-]|check|$)|^ping$/i.test(name);
  if (trigger !== 'http' || !/^(?:GET|HEAD|ANY|ALL)\b/.test(name)) return false;
  const segments = name
    .replace(/^\w+\s+/, '')
    .replace(/[?#].*$/, '')
    .split('/')
    .filter(Boolean);
  if (segments.slice(-2).some((segment) => health.test(segment))) return true;
  const own = segments.filter((segment) => !/^(?:api|v\d+|rest)$/i.test(segment));
  if (own.length <= 2 && own.every((segment) => !/[:{*]/.test(segment)) && alike.test(own.at(-1) ?? '')) return true;
  return evidence.some(({ file }) => /health/i.test(file.slice(file.lastIndexOf('/') + 1)));
}
