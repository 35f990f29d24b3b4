import type { ThrottleFact } from '../model/fact/traffic.ts';
import { placeFinderOf } from './places.ts';
import { defineReader, nothing } from './reader.ts';

/** How the configuration of a gateway says that it limits calls. */
const SIGNS: readonly (readonly [via: string, sign: RegExp])[] = [
  ['nginx', /^[ \t]*limit_(?:req|conn)\s+zone=/m],
  ['nginx', /^[ \t]*limit_conn\s+\w+\s+\d+/m],
  ['ingress', /^[^#\n]*nginx\.ingress\.kubernetes\.io\/limit-(?:rps|rpm|connections|req-status-code)["']?\s*:/m],
  ['ingress', /^[^#\n]*haproxy\.org\/rate-limit-requests["']?\s*:/m],
  [
    'kong',
    /^[ \t-]*["']?(?:name|plugin)["']?\s*:\s*["']?(?:rate-limiting(?:-advanced)?|request-termination)["']?\s*$/m,
  ],
  ['traefik', /^[ \t-]*["']?rateLimit["']?\s*:/m],
  ['traefik', /traefik\.http\.middlewares\.[\w-]+\.ratelimit\./i],
  ['traefik', /^\s*\[http\.middlewares\.[\w-]+\.rateLimit\]/im],
  ['envoy', /envoy\.filters\.http\.(?:local_ratelimit|ratelimit)/],
  ['krakend', /["'](?:qos\/ratelimit\/(?:router|proxy|service)|github\.com\/devopsfaith\/krakend-ratelimit)/],
  ['caddy', /^[ \t]*rate_limit\b/m],
  ['haproxy', /\bsc_http_req_rate\(|\bhttp_req_rate\(/],
  ['apisix', /^[ \t]*["']?limit-(?:req|count|conn)["']?\s*:/m],
  ['express-gateway', /^[ \t-]*["']?rate-limit["']?\s*:/m],
  ['gateway-api', /^[ \t]*kind:\s*["']?(?:RateLimitPolicy|BackendTrafficPolicy)\b[\s\S]*\brateLimit\b/m],
];

const FILES =
  /\.(?:ya?ml|conf|toml|cfg|json|caddy)(?:\.(?:template|tmpl|tpl|j2|erb))?$|(?:^|\/)Caddyfile|(?:^|[./-])nginx[\w.-]*$|(?:^|\/)(?:sites-(?:enabled|available)|conf\.d)\//i;
const HINT = /limit/i;

/** Limits that gateways and Ingresses are configured with. */
export const throttlesReader = defineReader({
  id: 'throttles',
  version: 1,
  takes: (path) =>
    FILES.test(path) && !/(?:^|\/)(?:package(?:-lock)?|pnpm-lock|tsconfig[\w.-]*)\.(?:json|yaml)$/.test(path),
  read: ({ text }) => {
    if (text.length > 500_000 || !HINT.test(text)) return nothing;
    const placeOf = placeFinderOf(text);
    const facts = SIGNS.flatMap(([via, sign]): readonly ThrottleFact[] => {
      const found = sign.exec(text);
      if (!found) return [];
      const start = found.index + (/^\s*/.exec(found[0])?.[0].length ?? 0);
      return [{ kind: 'throttle', via, at: placeOf(start) }];
    });
    return { facts, unreadable: [] };
  },
});
