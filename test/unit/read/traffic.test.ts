import { describe, expect, test } from 'vitest';
import { meshReader, millisecondsIn } from '../../../src/read/mesh.ts';
import { throttlesReader } from '../../../src/read/throttles.ts';

const meshOf = (text: string) => meshReader.read({ file: 'k8s/a.yaml', text }).facts;
const throttlesOf = (file: string, text: string) =>
  throttlesReader
    .read({ file, text })
    .facts.flatMap((fact) => (fact.kind === 'throttle' ? [`${fact.via} ${fact.at[0]}`] : []));

describe('a mesh', () => {
  test('breaks circuits and holds back by a DestinationRule', () => {
    const rule = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: stock }
spec:
  host: stock.shop.svc.cluster.local
  trafficPolicy:
    connectionPool: { http: { http2MaxRequests: 10 } }
    outlierDetection: { consecutive5xxErrors: 5 }
`;
    expect(meshOf(rule)).toMatchObject([
      { what: 'policy', host: 'stock.shop.svc.cluster.local', breaker: true, bulkhead: true, by: 'DestinationRule' },
    ]);
  });

  test('ends calls and tries again by a VirtualService', () => {
    const service = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: stock }
spec:
  http:
    - timeout: 1.5s
      retries: { attempts: 2 }
      route: [{ destination: { host: stock } }]
`;
    expect(meshOf(service)).toMatchObject([{ host: 'stock', timeoutMs: 1500, attempts: 3 }]);
  });

  test.each([
    [
      'Linkerd',
      'kind: Service\nmetadata:\n  name: stock\n  annotations:\n    balancer.linkerd.io/failure-accrual: consecutive\n',
      { what: 'policy', host: 'stock', breaker: true },
    ],
    [
      'Consul',
      'kind: ServiceDefaults\nmetadata: { name: stock }\nspec:\n  upstreamConfig:\n    defaults: { passiveHealthCheck: { maxFailures: 3 } }\n',
      { host: 'stock', breaker: true },
    ],
    [
      'a namespace',
      'kind: Namespace\nmetadata:\n  name: shop\n  labels: { istio-injection: enabled }\n',
      { what: 'injected', name: 'shop' },
    ],
    [
      'a workload',
      'kind: Deployment\nmetadata: { name: a }\nspec:\n  template:\n    metadata:\n      annotations: { linkerd.io/inject: enabled }\n',
      { what: 'injected', name: 'a' },
    ],
  ])('%s', (_, text, wanted) => {
    expect(meshOf(text)).toMatchObject([wanted]);
  });

  test('is none where injection is switched off, or nothing is said', () => {
    expect(meshOf('kind: Namespace\nmetadata:\n  name: shop\n  labels: { istio-injection: disabled }\n')).toEqual([]);
    expect(meshOf('kind: DestinationRule\nmetadata: { name: a }\nspec: { host: a }\n')).toEqual([]);
  });

  test.each([
    ['2s', 2000],
    ['300ms', 300],
    ['1m', 60_000],
    ['soon', undefined],
  ])('waits %s', (text, wanted) => {
    expect(millisecondsIn(text)).toBe(wanted);
  });
});

describe('a limit of calls', () => {
  test.each([
    ['nginx.conf', 'location / {\n  limit_req zone=each burst=5;\n}\n', ['nginx 2']],
    ['nginx.conf', 'limit_req_zone $binary_remote_addr zone=each:10m rate=1r/s;\n', []],
    ['nginx.conf', '# limit_req zone=each;\n', []],
    ['kong.yml', 'plugins:\n  - name: rate-limiting\n    config: { minute: 5 }\n', ['kong 2']],
    ['ingress.yaml', 'annotations:\n  nginx.ingress.kubernetes.io/limit-rps: "5"\n', ['ingress 2']],
    ['traefik.yml', 'middlewares:\n  slow:\n    rateLimit: { average: 5 }\n', ['traefik 3']],
    ['compose.yaml', 'labels:\n  - "traefik.http.middlewares.slow.ratelimit.average=5"\n', ['traefik 2']],
    ['envoy.yaml', 'http_filters:\n  - name: envoy.filters.http.local_ratelimit\n', ['envoy 2']],
    ['krakend.json', '{ "extra_config": {\n "qos/ratelimit/router": { "max_rate": 5 } } }', ['krakend 2']],
    ['Caddyfile', 'example.com {\n  rate_limit {\n  }\n}\n', ['caddy 2']],
  ])('%s: %j', (file, text, wanted) => {
    expect(throttlesReader.takes(file)).toBe(true);
    expect(throttlesOf(file, text)).toEqual(wanted);
  });
});
