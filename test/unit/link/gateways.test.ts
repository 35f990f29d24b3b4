import { describe, expect, it } from 'vitest';
import { edgesIn, folder, image, said, type Tree } from './units/workspace.ts';

const services: Tree = {
  ...folder('orders'),
  ...folder('pay'),
  'orders/Dockerfile': image,
  'pay/Dockerfile': image,
};
const base = 'services:\n  orders: { build: orders }\n  pay: { build: pay }\n';
const withGateway = (container: string, files: Tree): Tree => ({
  ...services,
  ...files,
  'compose.yaml': base + container,
});
const both = ['edge > orders sync http ANY /orders', 'edge > pay sync http ANY /pay'];

describe('gateways that are configured here', () => {
  it('nginx with a mounted file: upstreams, variables, maps and what is included', () => {
    const files = withGateway(
      '  edge: { image: "nginx:alpine", volumes: ["./nginx/nginx.conf:/etc/nginx/nginx.conf:ro", "./nginx/conf.d:/etc/nginx/conf.d"] }\n',
      {
        'nginx/nginx.conf':
          'http {\n  upstream pay_servers { least_conn; server pay:3000; server pay:3001; }\n  include conf.d/*.conf;\n}\n',
        'nginx/conf.d/shop.conf':
          'server {\n  set $orders "http://orders:3000";\n  location /orders { proxy_pass $orders$request_uri; }\n  location /pay { proxy_pass http://pay_servers; }\n  # location /old { proxy_pass http://orders; }\n}\n',
      },
    );
    expect(said(files)[0]).toBe('edge nginx gateway');
    expect(edgesIn(files)).toEqual(both);
  });
  it('nginx from a template of its image, filled from the environment', () => {
    const files = withGateway(
      '  edge: { build: { context: ., dockerfile: docker/edge/Dockerfile }, environment: { PAY_URL: "http://pay:3000" } }\n',
      {
        'docker/edge/Dockerfile':
          'FROM nginx\nENV ORDERS_HOST=orders\nCOPY docker/edge/default.conf.template /etc/nginx/templates/\n',
        'docker/edge/default.conf.template':
          'server { location /orders { proxy_pass http://${ORDERS_HOST}:3000; } location /pay { proxy_pass ${PAY_URL}; } }\n',
      },
    );
    expect(edgesIn(files)).toEqual(both);
  });
  it('nginx from a ConfigMap', () => {
    const deployment = (name: string, of: string, more = '') =>
      `---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec: { template: { metadata: { labels: { app: ${name} } }, spec: { containers: [{ name: c, image: ${of} }]${more} } } }\n---\napiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec: { selector: { app: ${name} }, ports: [{ port: 80 }] }\n`;
    const files = {
      ...services,
      'k8s/all.yaml': `${deployment('orders', 'shop/orders')}${deployment('pay', 'shop/pay')}${deployment('edge', 'nginx', ', volumes: [{ name: v, configMap: { name: edge-conf } }]')}---
apiVersion: v1
kind: ConfigMap
metadata: { name: edge-conf }
data:
  default.conf: |
    server {
      location /orders { proxy_pass http://orders.default.svc.cluster.local; }
      location /pay { proxy_pass http://pay; }
    }
`,
    };
    expect(edgesIn(files)).toEqual(both);
  });
  it.each([
    [
      'Kong',
      'kong.yml',
      '_format_version: "3.0"\nservices:\n  - { name: orders, url: "http://orders:3000", routes: [{ paths: [/orders] }] }\n  - { name: pay, url: "http://pay.shop.svc.cluster.local:3000", routes: [{ paths: [/pay] }] }\n',
    ],
    [
      'HAProxy',
      'haproxy.cfg',
      'frontend web\n  bind *:80\n  use_backend o if { path_beg /orders }\n  use_backend p if { path_beg /pay }\nbackend o\n  server o1 orders:3000\nbackend p\n  server p1 pay:3000\n',
    ],
  ])('%s from a ConfigMap', (software, name, text) => {
    const one = (app: string, image: string, more = '') =>
      `---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${app} }\nspec: { template: { metadata: { labels: { app: ${app} } }, spec: { containers: [{ name: c, image: "${image}" }]${more} } } }\n---\napiVersion: v1\nkind: Service\nmetadata: { name: ${app} }\nspec: { selector: { app: ${app} }, ports: [{ port: 3000 }] }\n`;
    const mount = ', volumes: [{ name: v, configMap: { name: edge-conf } }]';
    const map = `---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: edge-conf }\ndata:\n  ${name}: |\n${text.replace(/^(?=.)/gm, '    ')}`;
    const image = software.toLowerCase();
    const files = {
      ...services,
      'k8s/all.yaml': `${one('orders', 'shop/orders')}${one('pay', 'shop/pay')}${one('edge', `${image}:3`, mount)}${map}`,
    };
    expect(edgesIn(files)).toEqual(both);
  });
  it('Kong once, deployed by compose with a file and in a cluster with a ConfigMap', () => {
    const kong = (target: string, pad: string) =>
      `_format_version: "3.0"\nservices:\n  - { name: o, url: "http://${target}:3000", routes: [{ paths: [/orders] }] }\n  - { name: self, url: "http://localhost:8000" }\n`.replace(
        /^(?=.)/gm,
        pad,
      );
    const files = {
      ...withGateway('  edge: { image: kong, volumes: ["./kong/kong.yml:/kong.yml"], ports: ["8000:8000"] }\n', {
        'kong/kong.yml': kong('orders', ''),
      }),
      'k8s/gateway/kong.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: edge }\nspec: { template: { spec: { containers: [{ name: edge, image: kong }], volumes: [{ name: v, configMap: { name: edge-conf } }] } } }\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: edge-conf }\ndata:\n  kong.yml: |\n${kong('pay', '    ')}`,
    };
    expect(said(files)[0]).toBe('edge kong gateway');
    expect(edgesIn(files)).toEqual(['edge > orders sync http ANY /orders', 'edge > pay sync http ANY /orders']);
  });
  it('Kong, with ports of this machine that nothing says who listens on: the service it is called after', () => {
    const kong = `_format_version: "3.0"
services:
  - { name: orders, url: "http://host.docker.internal:5002", routes: [{ paths: [/orders] }] }
  - { name: pay, url: "http://payments.example.com", routes: [{ paths: [/pay] }] }
`;
    const gateway = withGateway('  edge: { image: kong, volumes: ["./kong.yml:/kong.yml"] }\n', { 'kong.yml': kong });
    expect(edgesIn(gateway)).toEqual(['edge > orders sync http ANY /orders']);
  });
  it('Kong, with environment placeholders', () => {
    const kong = `_format_version: "3.0"
services:
  - name: orders
    url: \${ORDERS_URL}
    routes: [{ name: o, paths: [/orders] }]
  - { name: pay, host: pay, port: 3000, protocol: http }
  # - { name: old, url: "http://orders" }
routes:
  - { name: p, service: { name: pay }, paths: [/pay] }
`;
    expect(
      edgesIn(
        withGateway('  edge: { build: kong, environment: { ORDERS_URL: "http://host.docker.internal:3333" } }\n', {
          'orders/src/main.js': 'require("fastify")().listen({ host: "0.0.0.0", port: 3333 });\n',
          'kong/Dockerfile': 'FROM kong:3\nCOPY kong.template.yaml /kong/\n',
          'kong/kong.template.yaml': kong,
        }),
      ),
    ).toEqual(both);
  });
  it('Traefik with a file, YAML or TOML', () => {
    const container = '  edge: { image: traefik, volumes: ["./traefik:/etc/traefik"] }\n';
    const yaml = `http:
  routers:
    o: { rule: "Host(\`x.io\`) && PathPrefix(\`/orders\`)", service: orders@file }
    p: { rule: "PathPrefix(\`/pay\`)", service: pay }
  services:
    orders: { loadBalancer: { servers: [{ url: "http://orders:3000" }] } }
    pay: { loadBalancer: { servers: [{ url: "http://pay:3000" }] } }
`;
    const toml =
      '[http.routers.o]\nrule = "PathPrefix(`/orders`)"\nservice = "orders"\n[http.routers.p]\nrule = "PathPrefix(`/pay`)"\nservice = "pay"\n[[http.services.orders.loadBalancer.servers]]\nurl = "http://orders:3000"\n[[http.services.pay.loadBalancer.servers]]\nurl = "http://pay:3000"\n';
    expect(edgesIn(withGateway(container, { 'traefik/dynamic.yml': yaml }))).toEqual(both);
    expect(edgesIn(withGateway(container, { 'traefik/dynamic.toml': toml }))).toEqual(both);
  });
  it('Envoy, as YAML', () => {
    const cluster = (name: string) =>
      `    - name: ${name}_cluster\n      load_assignment: { endpoints: [{ lb_endpoints: [{ endpoint: { address: { socket_address: { address: ${name}, port_value: 3000 } } } }] }] }\n`;
    const envoy = `static_resources:
  listeners:
    - filter_chains:
        - filters:
            - typed_config:
                route_config:
                  virtual_hosts:
                    - routes:
                        - { match: { prefix: /orders }, route: { cluster: orders_cluster } }
                        - { match: { prefix: /pay }, route: { weighted_clusters: { clusters: [{ name: pay_cluster, weight: 1 }] } } }
  clusters:
${cluster('orders')}${cluster('pay')}`;
    expect(
      edgesIn(
        withGateway('  edge: { image: envoyproxy/envoy, volumes: ["./envoy.yaml:/etc/envoy/envoy.yaml"] }\n', {
          'envoy.yaml': envoy,
        }),
      ),
    ).toEqual(both);
  });
  it('Caddy and HAProxy', () => {
    const caddy = `:80 {
	@pay path /pay
	handle_path /orders {
		reverse_proxy orders:3000
	}
	reverse_proxy @pay {$PAY:pay}:3000 {
		header_up Host x
	}
}
`;
    const haproxy =
      'frontend web\n  bind *:80\n  acl is_orders path_beg /orders\n  use_backend o if is_orders\n  use_backend p if { path_beg /pay }\nbackend o\n  server s1 orders:3000 check\nbackend p\n  server s1 pay:3000\n';
    expect(
      edgesIn(
        withGateway(
          '  edge: { image: caddy, volumes: ["./Caddyfile:/etc/caddy/Caddyfile"], environment: { PAY: pay } }\n',
          { Caddyfile: caddy },
        ),
      ),
    ).toEqual(both);
    expect(
      edgesIn(
        withGateway('  edge: { image: haproxy, volumes: ["./haproxy.cfg:/x/haproxy.cfg"] }\n', {
          'haproxy.cfg': haproxy,
        }),
      ),
    ).toEqual(both);
  });
  it('KrakenD and express-gateway', () => {
    const krakend = JSON.stringify({
      version: 3,
      endpoints: ['orders', 'pay'].map((name) => ({
        endpoint: `/${name}`,
        backend: [{ url_pattern: '/', host: [`http://${name}:3000`] }],
      })),
    });
    expect(
      edgesIn(
        withGateway('  edge: { image: devopsfaith/krakend, volumes: ["./krakend/krakend.json:/etc/krakend.json"] }\n', {
          'krakend/krakend.json': krakend,
        }),
      ),
    ).toEqual(both);
    const published = (host: string) => ({
      ...folder('orders'),
      ...folder('pay'),
      'krakend/krakend.json': JSON.stringify({
        version: 3,
        endpoints: [{ endpoint: '/pay', backend: [{ url_pattern: '/', host: [`http://${host}:8010`] }] }],
      }),
      'compose.yaml':
        'services:\n  orders: { build: orders, ports: ["8000:3000"] }\n  pay: { build: pay, ports: ["8010:3000"] }\n  edge: { image: devopsfaith/krakend, volumes: ["./krakend:/etc/krakend"] }\n',
    });
    expect(edgesIn(published('172.17.0.1'))).toEqual(['edge > pay sync http ANY /pay']);
    expect(edgesIn(published('10.1.2.3'))).toEqual([]);
    const config = `apiEndpoints:
  orders: { host: '*', paths: /orders }
  pay: { host: '*', paths: [/pay] }
serviceEndpoints:
  o: { url: 'http://orders:3000' }
  p: { url: 'http://pay:3000' }
pipelines:
  a: { apiEndpoints: [orders], policies: [{ proxy: [{ action: { serviceEndpoint: o } }] }] }
  b: { apiEndpoints: [pay], policies: [{ proxy: { action: { serviceEndpoint: p } } }] }
`;
    const own = {
      'edge/package.json':
        '{"name":"edge","scripts":{"start":"node server.js"},"dependencies":{"express-gateway":"1"}}',
      'edge/server.js': 'require("express-gateway")().load(__dirname).run();\n',
      'edge/Dockerfile': 'FROM node\nCOPY . .\nCMD ["npm", "start"]\n',
      'edge/config/gateway.config.yml': config,
    };
    expect(edgesIn(withGateway('  edge: { build: edge }\n', own))).toEqual(both);
    expect(said(withGateway('  edge: { build: edge }\n', own))[0]).toBe('edge edge gateway');
  });
});

describe('what is no gateway of this workspace', () => {
  it('software that leads elsewhere, or whose routes are labels of others', () => {
    const files = withGateway(
      '  edge: { image: nginx, volumes: ["./nginx.conf:/etc/nginx/nginx.conf"] }\n  traefik: { image: "traefik:3", command: --providers.docker }\n',
      { 'nginx.conf': 'server { location / { proxy_pass http://example.com; } }\n' },
    );
    expect(said(files)).toEqual(['orders orders service', 'pay pay service']);
  });
  it('an Ingress, an HTTPRoute, an IngressRoute: their routes are nobody’s calls', () => {
    const files = {
      ...withGateway('', {}),
      'k8s/routes.yaml':
        'apiVersion: traefik.io/v1alpha1\nkind: IngressRoute\nmetadata: { name: edge }\nspec: { routes: [{ match: "PathPrefix(`/orders`)", services: [{ name: orders, port: 80 }] }] }\n',
    };
    expect(edgesIn(files)).toEqual([]);
  });
});
