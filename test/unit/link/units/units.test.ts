import { describe, expect, it } from 'vitest';
import { gatherFacts } from '../../../../src/cli/facts.ts';
import { nowhere } from '../../../../src/files/keep.ts';
import { memoryFiles } from '../../../../src/files/memory.ts';
import { factIndexOf } from '../../../../src/link/facts.ts';
import { unitsOf } from '../../../../src/link/units/index.ts';
import { noConfig, type ConfigFact } from '../../../../src/model/fact/config.ts';

type Tree = Record<string, string>;
const unitsIn = (files: Tree, config: Partial<ConfigFact> = {}) =>
  unitsOf(factIndexOf(gatherFacts(memoryFiles(files), nowhere)), { ...noConfig, ...config });
const said = (files: Tree) => unitsIn(files).services.map(({ name, path, kind }) => `${name} ${path || '.'} ${kind}`);

const server = (name: string, more: object = {}) =>
  JSON.stringify({ name, scripts: { start: 'node src/main.js' }, dependencies: { express: '5' }, ...more });
const main = 'require("express")().listen(3000);\n';
const folder = (path: string, name = path): Tree => ({
  [`${path}/package.json`]: server(name),
  [`${path}/src/main.js`]: main,
});
const image = 'FROM node:24\nCOPY . .\nCMD ["node", "src/main.js"]\n';

describe('what is a service', () => {
  it('a main file whose name has another case than the script, or than usual', () => {
    const files = {
      'orders/package.json': server('orders', { scripts: { start: 'node server.js' } }),
      'orders/Server.js': main,
      'pay/package.json': server('pay', { scripts: {} }),
      'pay/Server.js': main,
      'two/package.json': server('two', { scripts: {} }),
      'two/SERVER.js': main,
      'two/Server.js': main,
    };
    expect(said(files)).toEqual(['orders orders service', 'pay pay service']);
  });
  it('a folder that compose builds, and no database, broker, admin page or comment', () => {
    const compose = `services:
  orders: { build: ./orders }
  db: { image: "postgres:18" }
  queue: { build: queue }
  admin: { image: adminer }
  otel: { image: otel/opentelemetry-collector-contrib }
  seed: { build: seed }
  # billing: { build: billing }
`;
    const files = {
      ...folder('orders'),
      ...folder('seed'),
      'queue/Dockerfile': 'FROM rabbitmq:4\nCOPY x.conf /etc/\n',
      'compose.yaml': compose,
    };
    expect(said(files)).toEqual(['orders orders service']);
  });
  it('one folder that several manifests run is one', () => {
    const k8s =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: orders-depl }\nspec: { template: { spec: { containers: [{ name: orders, image: "shop/orders:2" }] } } }\n';
    const files = {
      ...folder('orders'),
      'orders/Dockerfile': image,
      'compose.yaml': 'services: { orders-service: { build: orders } }',
      'k8s/v1.yaml': k8s,
      'k8s/v2.yaml': k8s.replace('-depl', '-canary'),
    };
    expect(said(files)).toEqual(['orders orders service']);
    expect(unitsIn(files).containersOf('orders')).toHaveLength(3);
  });
  it('folders of one name have names of their own, with as many folders above them as that takes', () => {
    const paths = ['one/apps/orders', 'two/apps/orders', 'two/old/orders', 'mail'];
    expect(said(Object.assign({}, ...paths.map((path) => folder(path, 'service'))))).toEqual([
      'mail mail service',
      'old-orders two/old/orders service',
      'one-apps-orders one/apps/orders service',
      'two-apps-orders two/apps/orders service',
    ]);
  });
  it('one image started with different commands is several', () => {
    const files = {
      ...folder('shop'),
      'shop/src/worker.js': '',
      'shop/Dockerfile': image,
      'compose.yaml':
        'services:\n  api: { build: shop }\n  worker: { build: shop, command: node src/worker.js }\n  api-2: { build: shop }\n',
    };
    expect(said(files)).toEqual(['api shop service', 'worker shop service']);
    expect(unitsIn(files).entriesOf('worker')).toEqual(['shop/src/worker.js']);
    expect(
      unitsIn(files)
        .ownersOf('shop/src/main.js')
        .map(({ name }) => name),
    ).toEqual(['api', 'worker']);
  });
  it('a package that is started among services, whatever library it serves with', () => {
    const own = (name: string, more: object = {}): string =>
      JSON.stringify({
        name,
        scripts: { 'start:prod': 'node lib/index.js' },
        dependencies: { '@own/rpc': '1' },
        ...more,
      });
    const files = {
      'services/orders/package.json': own('orders'),
      'services/orders/src/index.ts': 'export default run();',
      'services/mail/package.json': own('mail'),
      'services/mail/src/index.ts': 'export default run();',
      'services/panel/package.json': own('panel', { dependencies: { react: '19' } }),
      'services/panel/src/index.ts': 'render();',
      'services/idle/package.json': own('idle', { scripts: { build: 'tsc' } }),
      'services/idle/src/index.ts': 'export const idle = 1;',
      'tools/gather/package.json': own('gather'),
      'tools/gather/src/index.ts': 'gather();',
    };
    expect(said(files)).toEqual(['mail services/mail service', 'orders services/orders service']);
    const compose = { 'compose.yaml': 'services: { orders: { image: "ghcr.io/shop/services/orders:${TAG}" } }' };
    expect(unitsIn({ ...files, ...compose }).containersOf('orders')).toHaveLength(1);
  });
  it('and is not the pages that lie beside its code in a package of their own', () => {
    const files = {
      ...folder('orders'),
      'orders/pages/package.json': '{"dependencies":{"react-dom":"19"}}',
      'orders/pages/src/App.tsx': 'fetch("/orders");',
      'orders/mails/package.json': '{"dependencies":{"mjml":"4"}}',
      'orders/mails/src/mail.ts': 'export const mail = 1;',
    };
    const owners = (file: string) =>
      unitsIn(files)
        .ownersOf(file)
        .map(({ name }) => name);
    expect(said(files)).toEqual(['orders orders service']);
    expect(owners('orders/pages/src/App.tsx')).toEqual([]);
    expect(owners('orders/mails/src/mail.ts')).toEqual(['orders']);
  });
  it('no software of others that an image only sets up', () => {
    const files = {
      ...folder('orders'),
      'package.json': '{"name":"shop"}',
      'tracing.ts': 'start();',
      'docker/maps.Dockerfile': 'FROM registry.maps.org/maps:2\nCOPY docker/web.xml /opt/maps/web.xml\n',
      'docker/tiles.Dockerfile': 'FROM registry.maps.org/tiles:2\nCOPY . /opt/tiles\n',
      'compose.yaml':
        'services:\n  maps: { build: { context: ., dockerfile: docker/maps.Dockerfile }, volumes: ["./maps:/data"] }\n  orders: { build: orders }\n',
    };
    expect(said(files)).toEqual(['orders orders service']);
    const tiles = 'services:\n  tiles: { build: { context: ., dockerfile: docker/tiles.Dockerfile } }\n';
    expect(said({ ...files, 'compose.yaml': tiles })).toContain('tiles . service');
  });
  it('one image whose runner is told what to load is several', () => {
    const files = {
      'package.json': server('shop', { scripts: { start: 'moleculer-runner' }, dependencies: { moleculer: '0.14' } }),
      'services/orders.service.js': 'module.exports = { name: "orders" };',
      'services/stock/stock.service.js': 'module.exports = { name: "stock" };',
      Dockerfile: 'FROM node:24\nCOPY . .\nCMD ["npm", "start"]\n',
      'compose.yaml':
        'services:\n  orders: { build: ., environment: { SERVICES: orders } }\n  stock: { build: ., environment: { SERVICES: stock } }\n  gone: { build: ., environment: { SERVICES: gone } }\n',
    };
    expect(said(files)).toEqual(['orders . service', 'stock . service']);
    expect(unitsIn(files).entriesOf('stock')).toEqual(['services/stock/stock.service.js']);
  });
  it('another command in production does not make two', () => {
    const files = {
      ...folder('shop'),
      'shop/src/dev.js': '',
      'compose.yaml': 'services: { shop: { build: shop } }',
      'compose.prod.yaml': 'services: { shop: { build: shop, command: node src/dev.js } }',
    };
    expect(said(files)).toEqual(['shop shop service']);
  });
  it('follows the target of a Dockerfile, and a build argument that names the folder', () => {
    const files = {
      ...folder('apps/a'),
      ...folder('apps/b'),
      Dockerfile: 'FROM node\nARG APP\nCOPY apps/$APP .\nCMD npm start\n',
      'compose.yaml':
        'services:\n  one: { build: { context: ., args: { APP: a } } }\n  two: { build: { context: ., args: [APP=apps/b] } }\n',
    };
    expect(said(files)).toEqual(['a apps/a service', 'b apps/b service']);
  });
  it('finds the folder through the command of an image that lies elsewhere', () => {
    const nest = JSON.stringify({
      projects: {
        orders: { type: 'application', root: 'apps/orders', sourceRoot: 'apps/orders/src' },
        common: { type: 'library', root: 'libs/common', sourceRoot: 'libs/common/src' },
      },
    });
    const files = {
      'package.json': server('shop', { scripts: { start: 'nest start' } }),
      'nest-cli.json': nest,
      'apps/orders/src/main.ts': '',
      'libs/common/src/index.ts': '',
      '.docker/o/Dockerfile': 'FROM node\nCOPY . .\nCMD ["node", "dist/apps/orders/main"]\n',
      'compose.yaml': 'services: { o: { build: { context: ., dockerfile: .docker/o/Dockerfile } } }',
    };
    expect(said(files)).toEqual(['orders apps/orders service']);
    expect(unitsIn(files).entriesOf('orders')).toEqual(['apps/orders/src/main.ts']);
    expect(unitsIn(files).libraries.map(({ path }) => path)).toEqual(['libs/common']);
  });
  it('any language that has an image of its own', () => {
    expect(
      said({
        'cart/src/Dockerfile': 'FROM dotnet\nCOPY . .\nENTRYPOINT ["dotnet", "cart.dll"]\n',
        'load/Dockerfile': 'FROM python\nCOPY x.py .\nCMD python x.py\n',
      }),
    ).toEqual(['cart cart service', 'load load service']);
  });
  it('a program that is put into a bare system', () => {
    const files = {
      'accounts/Dockerfile':
        'FROM golang:1.25 AS built\nCOPY . .\nRUN go build -o /app .\nFROM busybox\nCOPY --from=built /app /app\nENTRYPOINT ["/app"]\n',
      'accounts/main.go': '',
      'compose.yaml': 'services: { accounts: { build: accounts }, wait: { image: busybox } }',
    };
    expect(said(files)).toEqual(['accounts accounts service']);
  });
  it('front ends that are deployed, and gateways', () => {
    const web = JSON.stringify({ name: 'web', scripts: { start: 'next start' }, dependencies: { next: '15' } });
    const files = {
      'web/package.json': web,
      'web/pages/index.jsx': '',
      'edge/Dockerfile': 'FROM nginx\nCOPY nginx.conf /etc/nginx/\n',
      'edge/nginx.conf': 'location / { proxy_pass http://web; }',
      'files/Dockerfile': 'FROM nginx\nCOPY img /usr/share/nginx/html\n',
      'old/package.json': web,
      'old/pages/index.jsx': '',
      'compose.yaml': 'services: { web: { build: web }, edge: { build: edge }, files: { build: files } }',
    };
    expect(said(files)).toEqual(['edge edge gateway', 'web web frontend']);
  });
  it('packages that serve, where nothing is deployed; and where others are', () => {
    const files = {
      'package.json': '{ "workspaces": ["services/*", "libs/*"] }',
      ...folder('services/orders', '@shop/orders'),
      ...folder('services/billing'),
      'libs/log/package.json': '{ "name": "log" }',
      'e2e/package.json': server('e2e'),
      'e2e/a.js': '',
    };
    expect(said(files)).toEqual(['billing services/billing service', 'orders services/orders service']);
    expect(said({ ...files, 'compose.yaml': 'services: { orders: { build: services/orders } }' })).toEqual([
      'billing services/billing service',
      'orders services/orders service',
    ]);
    expect(unitsIn(files).libraries.map(({ name }) => name)).toEqual(['log']);
  });
  it('packages that somebody starts by hand: their main file takes requests', () => {
    const byHand = server('pay', { scripts: { test: 'exit 1' }, main: 'index.js' });
    expect(said({ 'pay/package.json': byHand, 'pay/index.js': 'exports.pay = () => 1;\n' })).toEqual([]);
    const takes = "const app = require('express')();\napp.listen(3000);\n";
    expect(said({ 'pay/package.json': byHand, 'pay/index.js': takes })).toEqual(['pay pay service']);
    expect(said({ 'pay/package.json': byHand, 'pay/index.js': takes, ...folder('orders') })).toEqual([
      'orders orders service',
      'pay pay service',
    ]);
  });
  it('nothing, in an empty folder and in one without services', () => {
    expect(said({})).toEqual([]);
    expect(said({ 'index.js': 'console.log(1)', 'package.json': '{ "name": "lib" }' })).toEqual([]);
  });
  it('Helm charts, by their values', () => {
    const deployment =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Values.orders.name }}\nspec:\n  template:\n    spec:\n      containers:\n        - name: c\n          image: {{ .Values.repo }}/{{ .Values.orders.name }}:1\n          env:\n            - { name: URL, value: {{ .Values.url }} }\n';
    const files = {
      ...folder('orders'),
      'chart/templates/o.yaml': deployment,
      'chart/values.yaml': 'repo: x\nurl: postgres://db/orders\norders: { name: orders }\n',
    };
    const units = unitsIn(files);
    expect(units.services.map(({ name }) => name)).toEqual(['orders']);
    expect(units.environmentOf('orders').valuesOf('URL')).toMatchObject([
      { deployment: 'chart', value: 'postgres://db/orders' },
    ]);
  });
  it('contexts as msvc.yaml declares them, else each service its own', () => {
    const files = { ...folder('services/orders'), ...folder('services/billing'), ...folder('services/mail') };
    const context = { paths: ['services/orders', 'services/bill*'], relationships: [], at: [1, 1] as const };
    const units = unitsIn(files, { contexts: [{ name: 'sales', ...context }], ignore: [] });
    expect(units.services.map((service) => `${service.name}:${service.context}`)).toEqual([
      'billing:sales',
      'mail:mail',
      'orders:sales',
    ]);
  });
});

describe('a modular monolith', () => {
  it('mounts contexts, which are libraries of the context that msvc.yaml gives their folders', () => {
    const files = {
      ...folder('services/app'),
      'services/app/Dockerfile': image,
      'services/orders/package.json': '{"name":"@shop/orders"}',
      'services/orders/context.ts': 'export const orders = {};\n',
      'msvc.yaml': '',
    };
    const context = { name: 'ordering', paths: ['services/orders/**'], relationships: [], at: [1, 1] as const };
    const units = unitsIn(files, { contexts: [context] });
    expect(units.services.map(({ name }) => name)).toEqual(['app']);
    expect(units.libraries).toMatchObject([{ path: 'services/orders', ofContext: 'ordering' }]);
  });
});

describe('environments', () => {
  it('takes each value from the strongest source of its deployment', () => {
    const files = {
      ...folder('orders'),
      'orders/Dockerfile': `${image}ENV A=image\nENV D=image\n`,
      'compose.yaml':
        'services:\n  orders:\n    build: orders\n    environment: { A: "${X}", B: "${Y:-y}", U: "${NOPE}" }\n    env_file: [a.env, b.env]\n',
      '.env': 'X=x\n',
      'a.env': 'B=1\nC=a\n',
      'b.env': 'C=b\n',
      'orders/.env.development': 'C=dev\n',
      'orders/.env.example': 'C=example\nE=example\n',
    };
    const environment = unitsIn(files).environmentOf('orders');
    const values = (name: string) =>
      environment
        .valuesOf(name)
        .map(({ deployment, value, reference, evidence }) => [deployment, value ?? reference, evidence.file]);
    expect(values('A')).toEqual([['compose.yaml', 'x', 'compose.yaml']]);
    expect(values('B')).toEqual([['compose.yaml', 'y', 'compose.yaml']]);
    expect(values('C')).toEqual([
      ['compose.yaml', 'b', 'b.env'],
      ['.env.development', 'dev', 'orders/.env.development'],
    ]);
    expect(values('D')).toEqual([['compose.yaml', 'image', 'orders/Dockerfile']]);
    expect(values('E')).toEqual([['.env.example', 'example', 'orders/.env.example']]);
    expect(values('U')).toEqual([['compose.yaml', 'compose.yaml#NOPE', 'compose.yaml']]);
    expect(values('Z')).toEqual([]);
  });
  it('lays overrides and patches over what they change', () => {
    const pod = (rest: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: orders }\nspec: { template: { spec: { containers: [{ name: orders, ${rest} }] } } }\n`;
    const files = {
      ...folder('orders'),
      'compose.yaml': 'services: { orders: { build: orders, environment: { A: "1", B: "1" } } }',
      'compose.override.yaml': 'services: { orders: { environment: { A: "2" } } }',
      'k8s/base/o.yaml': pod('image: orders, env: [{ name: A, value: base }, { name: B, value: base }]'),
      'k8s/prod/patch.yaml': pod('env: [{ name: A, value: prod }]'),
    };
    const environment = unitsIn(files).environmentOf('orders');
    const values = (name: string) =>
      environment
        .valuesOf(name)
        .map(({ deployment, value }) => `${deployment}=${value}`)
        .sort();
    expect(values('A')).toEqual(['compose.override.yaml=2', 'compose.yaml=1', 'k8s/base=base', 'k8s/prod=prod']);
    expect(values('B')).toEqual(['compose.override.yaml=1', 'compose.yaml=1', 'k8s/base=base', 'k8s/prod=base']);
  });
  it('looks ConfigMaps up and keeps secrets as references', () => {
    const files = {
      ...folder('orders'),
      'k8s/o.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: { name: orders }\nspec: { containers: [{ name: o, image: orders, envFrom: [{ configMapRef: { name: cm } }, { secretRef: { name: s } }], env: [{ name: K, valueFrom: { configMapKeyRef: { name: cm, key: HOST } } }, { name: URL, value: "http://$(K):1" }] }] }\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: cm }\ndata: { HOST: db }\n---\napiVersion: v1\nkind: Secret\nmetadata: { name: s }\ndata: { PW: eHg= }\n',
    };
    const environment = unitsIn(files).environmentOf('orders');
    expect(environment.valuesOf('HOST')).toMatchObject([{ deployment: 'k8s', value: 'db' }]);
    expect(environment.valuesOf('K')).toMatchObject([{ value: 'db' }]);
    expect(environment.valuesOf('URL')).toMatchObject([{ value: 'http://db:1' }]);
    expect(environment.valuesOf('PW')).toMatchObject([{ reference: 'secret:s/PW' }]);
  });
});

describe('what only looks like a service', () => {
  it('templates in the source of a generator', () => {
    const files = {
      ...folder('generator'),
      'generator/Dockerfile': image,
      'generator/src/static/Dockerfile': image,
      'generator/src/static/src/seed.js': main,
      'generator/src/compose/docker-compose.template.yml': 'services: { server: { build: . } }',
      'generator/src/compose/create.js': main,
    };
    expect(said(files)).toEqual(['generator generator service']);
  });
  it('an image that only brings a database up to date', () => {
    const migration = 'FROM node:24\nADD ./ ./prisma/\nCMD ["prisma", "migrate", "deploy"]\n';
    const files = { ...folder('orders'), 'schema/db/Dockerfile': migration, 'schema/db/seed.js': main };
    expect(said(files)).toEqual(['orders orders service']);
  });
});

describe('a service in another language', () => {
  it('is the folder mounted into a plain image that nobody builds on', () => {
    const consumer = { scripts: { start: 'node .' }, dependencies: { 'some-broker-client': '1' } };
    const compose = `services:
  payment_service: { image: "node:24-alpine", working_dir: /usr/app, volumes: ["./payment_service/:/usr/app"] }
  db: { image: "postgres:18", volumes: ["./data:/var/lib/postgresql"] }
`;
    const files = {
      'payment_service/package.json': JSON.stringify({ name: 'payment_service', main: 'src/consumer.js', ...consumer }),
      'payment_service/src/consumer.js': 'require("some-broker-client").listen();\n',
      'data/package.json': JSON.stringify({ scripts: { start: 'node x.js' } }),
      'compose.yaml': compose,
    };
    expect(said(files)).toEqual(['payment_service payment_service service']);
  });
  it('is the folder that is mounted where its image runs it', () => {
    const files = {
      ...folder('orders'),
      'stock/api/stock.proto': 'syntax = "proto3";\n',
      'docker/go/Dockerfile': 'FROM golang:1\nCOPY run.sh /bin/\n',
      'compose.yaml':
        'services:\n  orders: { build: orders }\n  grpc-stock: { build: { context: ., dockerfile: docker/go/Dockerfile }, volumes: ["./stock:/opt/app"], entrypoint: [run.sh] }\n',
    };
    expect(said(files)).toEqual(['orders orders service', 'stock stock service']);
  });
});

describe('addresses', () => {
  const files = {
    ...folder('orders'),
    ...folder('billing'),
    ...folder('mail'),
    'mail/.env': 'PORT=4444\n',
    'mail/src/main.js': 'const port = process.env.PORT || 4445;\napp.listen(port);\n',
    'compose.yaml':
      'services:\n  orders: { build: orders, container_name: the-orders, ports: ["8081:3000"] }\n  billing-svc: { build: billing, ports: ["8082:3000"] }\n  stripe: { image: stripemock/stripe-mock }\n',
    'k8s/b.yaml':
      'apiVersion: v1\nkind: Service\nmetadata: { name: money }\nspec: { selector: { app: billing } }\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: billing }\nspec: { template: { metadata: { labels: { app: billing, v: "1" } }, spec: { containers: [{ name: b, image: x/billing }] } } }\n',
  };
  const { serviceAt } = unitsIn(files);
  it.each([
    ['orders', undefined, 'orders'],
    ['the-orders', 3000, 'orders'],
    ['billing-svc', undefined, 'billing'],
    ['money.shop.svc.cluster.local', 80, 'billing'],
    ['money', 80, 'billing'],
    ['localhost', 8081, 'orders'],
    ['127.0.0.1', 8082, 'billing'],
    ['localhost', 4444, 'mail'],
    ['mail', 80, 'mail'],
    ['stripe', undefined, undefined],
    ['localhost', 9999, undefined],
    ['api.example.com', 443, undefined],
  ])('%s:%s is %s', (host, port, service) => {
    expect(serviceAt(host, port, 'orders')).toBe(service);
  });
  it.each([
    ['in place', 'app.listen(4001);'],
    [
      'by a name of the function it stands in',
      'async function start() { const port = process.env.ORDERS_PORT || 4001; await app.listen(port); }',
    ],
    [
      'by a name of the function around',
      'const start = () => { const port = 4001; const run = () => app.listen({ port }); run(); };',
    ],
    [
      'as a number made of a text',
      "const start = () => { const port = parseInt(process.env.PORT ?? '4001', 10); app.listen(port); };",
    ],
    ['as what stands in for a setting', "const start = (config) => app.listen(config.get('PORT', 4001));"],
  ])('where its code says it listens: %s', (_, code) => {
    const files = {
      ...folder('orders'),
      ...folder('stock'),
      'orders/src/main.js': `const app = require("express")();\n${code}\n`,
    };
    expect(unitsIn(files).serviceAt('localhost', 4001, 'stock')).toBe('orders');
  });
});
