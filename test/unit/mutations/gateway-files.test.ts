import { describe } from 'vitest';
import type { Edit } from './mutation.ts';
import { edits } from './mutation.ts';

const billing = {
  'services/billing/http.ts': [
    `import express from 'express';`,
    'const app = express();',
    `app.get('/charges', (request, response) => { response.send([]); });`,
    'app.listen(8080);',
  ].join('\n'),
  'services/billing/main.ts': `\nimport './http.ts';\n`,
};

/** A gateway of its own compose file, with its configuration beside it. */
const gateway = (image: string, mount: string, files: Readonly<Record<string, string>>, more = ''): Edit => ({
  files: {
    ...billing,
    'compose.edge.yaml': `services:\n  edge:\n    image: ${image}\n    volumes:\n      - ${mount}\n${more}`,
    ...files,
  },
  adds: {
    'gateway edge': 'any',
    'edge -> billing sync http ANY /charges': 'use',
  },
});

const nginx = (text: string, more: Readonly<Record<string, string>> = {}): Edit =>
  gateway('nginx:1.29', './edge/nginx.conf:/etc/nginx/conf.d/default.conf:ro', { 'edge/nginx.conf': text, ...more });

describe('a route of a gateway', () => {
  edits({
    'nginx, written out': nginx(
      'server {\n  listen 80;\n  location /charges {\n    proxy_pass http://billing:8080; # @use\n  }\n}\n',
    ),
    'nginx, with an upstream': nginx(
      'upstream bills {\n  server billing:8080;\n}\nserver {\n  location /charges {\n    proxy_pass http://bills; # @use\n  }\n}\n',
    ),
    'nginx, with a variable': nginx(
      'server {\n  set $bills http://billing:8080;\n  location /charges {\n    proxy_pass $bills; # @use\n  }\n}\n',
    ),
    'nginx, with a variable in its place': nginx(
      'server {\n  location /charges {\n    set $bills billing;\n    proxy_pass http://$bills:8080; # @use\n  }\n}\n',
    ),
    'nginx, in one line': nginx('server { location /charges { proxy_pass http://billing:8080/; } } # @use\n'),
    Traefik: {
      files: {
        ...billing,
        'compose.edge.yaml':
          'services:\n  edge:\n    image: traefik:v3\n    volumes:\n      - ./edge/routes.yaml:/etc/traefik/routes.yaml\n',
        'edge/routes.yaml':
          "http:\n  routers:\n    charges:\n      rule: 'PathPrefix(`/charges`)' # @use\n      service: billing\n  services:\n    billing:\n      loadBalancer:\n        servers:\n          - url: http://billing:8080\n",
      },
      adds: { 'gateway edge': 'any', 'edge -> billing sync http ANY /charges': 'any' },
    },
    Kong: {
      files: {
        ...billing,
        'compose.edge.yaml':
          'services:\n  edge:\n    image: kong:3\n    volumes:\n      - ./edge/kong.yaml:/kong/kong.yaml\n',
        'edge/kong.yaml':
          "_format_version: '3.0'\nservices:\n  - name: billing\n    url: http://billing:8080\n    routes:\n      - name: charges\n        paths: [/charges]\n",
      },
      adds: { 'gateway edge': 'any', 'edge -> billing sync http ANY /charges': 'any' },
    },
    Envoy: {
      files: {
        ...billing,
        'compose.edge.yaml':
          'services:\n  edge:\n    image: envoyproxy/envoy:v1.36.0\n    volumes:\n      - ./edge/envoy.yaml:/etc/envoy/envoy.yaml\n',
        'edge/envoy.yaml': [
          'static_resources:',
          '  listeners:',
          '    - filter_chains:',
          '        - filters:',
          '            - typed_config:',
          '                route_config:',
          '                  virtual_hosts:',
          '                    - name: all',
          "                      domains: ['*']",
          '                      routes:',
          '                        - match: { prefix: /charges }',
          '                          route: { cluster: bills }',
          '  clusters:',
          '    - name: bills',
          '      load_assignment:',
          '        endpoints:',
          '          - lb_endpoints:',
          '              - endpoint: { address: { socket_address: { address: billing, port_value: 8080 } } }',
        ].join('\n'),
      },
      adds: { 'gateway edge': 'any', 'edge -> billing sync http ANY /charges': 'any' },
    },
  });
});
