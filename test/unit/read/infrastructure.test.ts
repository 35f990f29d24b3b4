import { describe, expect, it } from 'vitest';
import type { Fact, FactKind, FactOf } from '../../../src/model/fact.ts';
import { readers } from '../../../src/read/index.ts';

const read = (file: string, text: string) => {
  const all = readers.filter((reader) => reader.takes(file)).map((reader) => reader.read({ file, text }));
  return { facts: all.flatMap(({ facts }) => facts), unreadable: all.flatMap(({ unreadable }) => unreadable) };
};
const only = <K extends FactKind>(kind: K, facts: readonly Fact[]) =>
  facts.filter((fact): fact is FactOf<K> => fact.kind === kind);
const first = <K extends FactKind>(kind: K, file: string, text: string): FactOf<K> => {
  const [fact] = only(kind, read(file, text).facts);
  if (!fact) throw new Error(`no ${kind} in ${file}`);
  return fact;
};

describe('compose', () => {
  const text = `x-env: &env
  A: 1
  B: \${B:-two}
services:
  orders:
    image: shop/orders:1
    build: { context: ./orders, dockerfile: ../Dockerfile, target: run, args: [NAME=orders] }
    command: sh -c "npm run start"
    environment:
      <<: *env
      DATABASE_URL: postgres://orders:secret@db:5432/orders
      API_KEY: abc
    env_file: [.env, { path: extra.env, required: false }]
    ports: ["127.0.0.1:8080:3000/tcp", "9229", { target: 4000, published: 4001 }]
    depends_on: { db: { condition: service_healthy } }
    container_name: the-orders
    networks: { inner: { aliases: [orders.local] } }
    healthcheck: { test: [CMD, curl, localhost] }
    profiles: [full]
  worker:
    extends: { service: orders }
    environment: [PLAIN, C=3]
  # gone:
  #   image: gone
include: [other.yaml]
`;
  it('reads services with everything that linking needs', () => {
    const { facts, unreadable } = read('compose.yaml', text);
    const [orders, worker] = only('container', facts);
    expect(unreadable).toEqual([]);
    expect(only('container', facts)).toHaveLength(2);
    expect(orders).toMatchObject({
      name: 'orders',
      build: { context: './orders', dockerfile: '../Dockerfile', target: 'run', args: { NAME: 'orders' } },
      command: ['sh', '-c', 'npm run start'],
      ports: [{ container: 3000, published: 8080 }, { container: 9229 }, { container: 4000, published: 4001 }],
      dependsOn: ['db'],
      aliases: ['the-orders', 'orders.local'],
      profiles: ['full'],
      at: [5, 3],
    });
    expect(orders?.env.map(({ name, value, at }) => [name, value, at[0]])).toEqual([
      ['A', '1', 2],
      ['B', '${B:-two}', 3],
      ['DATABASE_URL', 'postgres://orders:***@db:5432/orders', 11],
      ['API_KEY', '***', 12],
    ]);
    expect(orders?.envFiles.map(({ path }) => path)).toEqual(['.env', 'extra.env']);
    expect(orders?.probes[0]).toMatchObject({ kind: 'healthcheck', check: 'CMD curl localhost' });
    expect(worker).toMatchObject({
      extends: { service: 'orders' },
      env: [{ name: 'PLAIN' }, { name: 'C', value: '3' }],
    });
    expect(only('include', facts)).toMatchObject([{ path: 'other.yaml' }]);
  });
  it('says where it is broken and keeps what could be read', () => {
    const { facts, unreadable } = read('docker-compose.yml', 'services:\n  a:\n    image: x\n  b: [\n');
    expect(only('container', facts).map(({ name }) => name)).toEqual(['a']);
    expect(unreadable).toHaveLength(1);
    expect(unreadable[0]?.why).toMatch(/^This is no YAML: /);
  });
  it('is not fooled by an alias bomb', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghij'.split('').map((name, index) => `${name}: &${name} [${`*${'abcdefghij'[index]},`.repeat(9)}]`),
      'services: { s: { image: x } }',
    ].join('\n');
    const started = performance.now();
    expect(read('compose.yaml', bomb).unreadable[0]?.why).toMatch(/bomb/);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('Kubernetes', () => {
  it('reads workloads, names, settings and routes', () => {
    const { facts } = read(
      'k8s/orders.yaml',
      `apiVersion: apps/v1
kind: Deployment
metadata: { name: orders-depl, namespace: shop }
spec:
  template:
    metadata: { labels: { app: orders } }
    spec:
      initContainers: [{ name: migrate, image: shop/orders }]
      containers:
        - name: orders
          image: shop/orders:1
          env:
            - { name: A, value: "1" }
            - name: URL
              valueFrom: { secretKeyRef: { name: orders-db, key: url } }
          envFrom: [{ configMapRef: { name: settings } }]
          ports: [{ containerPort: 3000 }]
          livenessProbe: { httpGet: { path: /live, port: 3000 } }
---
apiVersion: v1
kind: Service
metadata: { name: orders }
spec: { selector: { app: orders }, ports: [{ port: 80, targetPort: 3000 }] }
---
apiVersion: v1
kind: Secret
metadata: { name: orders-db }
stringData: { url: "postgres://u:p@db/orders" }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: edge }
spec: { rules: [{ http: { paths: [{ path: /orders, backend: { service: { name: orders, port: { number: 80 } } } }] } }] }
`,
    );
    expect(only('container', facts)).toMatchObject([
      {
        name: 'orders-depl',
        container: 'orders',
        workload: 'Deployment',
        labels: { app: 'orders' },
        env: [
          { name: 'A', value: '1' },
          { name: 'URL', from: { kind: 'secret', name: 'orders-db', key: 'url' } },
        ],
        envFrom: [{ kind: 'configmap', name: 'settings' }],
        probes: [{ kind: 'liveness', check: 'GET /live' }],
        at: [10, 11],
      },
    ]);
    expect(only('network-name', facts)).toMatchObject([
      { name: 'orders', selector: { app: 'orders' }, ports: [{ port: 80, target: 3000 }] },
    ]);
    expect(JSON.stringify(facts)).not.toContain('postgres://u');
    expect(only('route', facts)).toMatchObject([
      { via: 'ingress', gateway: 'edge', path: '/orders', target: 'orders:80' },
    ]);
  });
  it('reads Helm templates as far as they can be, on the right lines', () => {
    const text = `{{- if .Values.orders.create }}
{{/* two
lines */}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "shop.fullname" . }}
  labels: {{- include "shop.labels" . | nindent 4 }}
spec:
  template:
    spec:
      containers:
        - name: orders
          image: "{{ .Values.image.repo }}/orders:{{ .Values.image.tag | default "latest" }}"
          env:
          {{- range .Values.extra }}
            - name: {{ .name }}
          {{- end }}
            - name: URL
              value: {{ .Values.url | quote }}
{{- end }}
`;
    const { facts, unreadable } = read('chart/templates/orders.yaml', text);
    expect(unreadable).toEqual([]);
    expect(only('container', facts)).toMatchObject([
      {
        source: 'helm',
        name: '$(include.shop.fullname)',
        image: '$(Values.image.repo)/orders:$(Values.image.tag:-latest)',
        at: [13, 11],
      },
    ]);
    expect(only('container', facts)[0]?.env.at(-1)).toEqual({ name: 'URL', value: '$(Values.url)', at: [19, 15] });
    const values = first('settings', 'chart/values.yaml', 'image:\n  repo: shop\npassword: x\n');
    expect(values.entries.map(({ name, value }) => [name, value])).toEqual([
      ['Values.image.repo', 'shop'],
      ['Values.password', '***'],
    ]);
  });
  it('reads kustomizations: resources, inline patches, generated settings', () => {
    const { facts } = read(
      'k8s/prod/kustomization.yaml',
      `resources: [../base]
patches:
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: orders }
      spec: { template: { spec: { containers: [{ name: orders, env: [{ name: URL, value: x }] }] } } }
configMapGenerator: [{ name: settings, literals: [A=1] }]
`,
    );
    expect(only('include', facts)).toMatchObject([{ path: '../base' }]);
    expect(only('container', facts)).toMatchObject([
      { name: 'orders', env: [{ name: 'URL', value: 'x', at: [7, 64] }] },
    ]);
    expect(only('settings', facts)).toMatchObject([
      { of: 'configmap', name: 'settings', entries: [{ name: 'A', value: '1' }] },
    ]);
  });
});

describe('Dockerfile', () => {
  it('reads stages, joined lines, both forms of commands, and variables it knows', () => {
    const { stages } = first(
      'dockerfile',
      'orders/Dockerfile',
      `ARG NODE=22
FROM node:\${NODE}-alpine AS build
WORKDIR /app
COPY package*.json ./
RUN npm ci && \\
    # a comment
    npm run build
FROM build
ENV A=1 B="two words" \\
    DB_PASSWORD=hunter2
COPY --from=build /app/dist ./dist
EXPOSE 3000/tcp 50051
HEALTHCHECK CMD curl localhost
USER node
ENTRYPOINT ["tini", "--"]
CMD node dist/main.js --name "a b"
`,
    );
    expect(stages).toHaveLength(2);
    expect(stages[0]).toMatchObject({ name: 'build', from: 'node:22-alpine', workdir: '/app', at: [2, 1] });
    expect(stages[1]).toMatchObject({
      from: 'build',
      copies: [{ from: 'build', sources: ['/app/dist'], to: './dist' }],
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: 'two words' },
        { name: 'DB_PASSWORD', value: '***' },
      ],
      expose: [3000, 50051],
      healthcheck: true,
      user: 'node',
      entrypoint: ['tini', '--'],
      command: ['node', 'dist/main.js', '--name', 'a b'],
    });
    expect(read('Dockerfile', 'RUN x').unreadable[0]?.why).toBe('The Dockerfile has no FROM instruction.');
  });
});

describe('env files', () => {
  it('reads what dotenv reads, and keeps no secret', () => {
    const text = `# a\nexport A=1\nB = "two # no comment" # comment\nURL=postgresql://u:p%40@h:1/db\nJWT_SECRET=abc\nLONG="a\nNOT=this\nend"\nEMPTY=\nREF=\${A}\n`;
    const fact = first('env-file', 'services/orders/.env.development', text);
    expect(fact.entries.map(({ name, value, at }) => [name, value, at[0]])).toEqual([
      ['A', '1', 2],
      ['B', 'two # no comment', 3],
      ['URL', 'postgresql://u:***@h:1/db', 4],
      ['JWT_SECRET', '***', 5],
      ['LONG', 'a', 6],
      ['EMPTY', '', 9],
      ['REF', '${A}', 10],
    ]);
  });
});

describe('package and workspace files', () => {
  it('reads a manifest with a mark and comments', () => {
    const fact = first(
      'package',
      'a/package.json',
      '{ "name": "@shop/a", "private": true, // yes\n "workspaces": { "packages": ["x/*"] }, "scripts": { "start": "node ." }, "dependencies": { "pg": "8" }, }',
    );
    expect(fact).toMatchObject({
      name: '@shop/a',
      private: true,
      workspaces: ['x/*'],
      scripts: { start: 'node .' },
      dependencies: { pg: '8' },
    });
  });
  it.each([
    ['pnpm-workspace.yaml', 'packages: ["apps/*"]', 'pnpm', [{ path: 'apps/*' }]],
    ['lerna.json', '{ "packages": ["packages/*"] }', 'lerna', [{ path: 'packages/*' }]],
    [
      'nest-cli.json',
      '{ "projects": { "auth": { "type": "application", "root": "apps/auth", "sourceRoot": "apps/auth/src" } } }',
      'nest',
      [{ path: 'apps/auth', name: 'auth', type: 'application', entry: 'apps/auth/src/main.ts' }],
    ],
    [
      'apps/a/project.json',
      '{ "name": "a", "projectType": "application", "targets": { "build": { "options": { "main": "apps/a/src/main.ts" } } } }',
      'nx',
      [{ path: '.', name: 'a', type: 'application', entry: 'apps/a/src/main.ts' }],
    ],
    [
      'rush.json',
      '{ "projects": [{ "packageName": "a", "projectFolder": "apps/a" }] }',
      'rush',
      [{ path: 'apps/a', name: 'a' }],
    ],
    [
      'skaffold.yaml',
      'build: { artifacts: [{ image: shop/a, context: a, docker: { dockerfile: D } }] }',
      'skaffold',
      [{ path: 'a', name: 'shop/a', entry: 'D' }],
    ],
  ])('%s', (file, text, tool, projects) => {
    expect(first('workspace', file, text)).toMatchObject({ tool, projects });
  });
  it('reads tsconfig files of any name', () => {
    expect(
      first(
        'tsconfig',
        'apps/a/tsconfig.app.json',
        '{ "extends": "../x", "compilerOptions": { "paths": { "@a/*": ["libs/*"] } } }',
      ),
    ).toMatchObject({ extends: ['../x'], paths: { '@a/*': ['libs/*'] } });
  });
});

describe('contracts, data, gateways, owners', () => {
  it('leaves out fields and values whose number is none', () => {
    const text = 'syntax = "proto3"; message A { string a = x; string b = 0x2; } enum E { NONE = ; ONE = 1; }';
    const fact = first('proto', 'n.proto', text);
    expect(fact.messages[0]?.fields.map(({ name, number }) => [name, number])).toEqual([['b', 2]]);
    expect(fact.enums[0]?.values.map(({ name }) => name)).toEqual(['ONE']);
  });

  it('reads protobuf', () => {
    const text = `syntax = "proto3";\npackage shop.v1; // x\nimport public "a.proto";\nservice Orders {\n  option deprecated = true;\n  rpc Place (stream PlaceRequest) returns (PlaceResponse) { option (google.api.http) = { post: "/x" }; }\n  rpc Get(.shop.v1.A) returns (B);\n}\nmessage Outer { message Inner { string a = 1; } oneof x { int32 y = 2; } }\n`;
    const fact = first('proto', 'o.proto', text);
    expect(fact).toMatchObject({ package: 'shop.v1', imports: ['a.proto'] });
    expect(fact.services).toMatchObject([
      {
        name: 'shop.v1.Orders',
        at: [4, 9],
        rpcs: [
          { name: 'Place', request: 'PlaceRequest', streams: true, sides: 'request', at: [6, 7] },
          { name: 'Get', streams: false },
        ],
      },
    ]);
    expect(fact.messages.map(({ name }) => name)).toEqual(['shop.v1.Outer', 'shop.v1.Outer.Inner']);
    expect(read('b.proto', 'message A {').unreadable).toEqual([
      { why: 'This is no protobuf: a brace is never closed.', at: [1, 11] },
    ]);
  });
  it('reads the fields of protobuf messages, and its enums', () => {
    const text = `package s;
message A {
  option deprecated = true;
  reserved 4, 9 to 11;
  repeated B items = 1 [(rule) = { min: 1 }, deprecated = true];
  map<string, .s.B> by_id = 2;
  oneof one { string a = 3; C.D d = 5; }
  enum State { option allow_alias = true; NONE = 0; PAID = 1 [deprecated = true]; OLD = -1; }
  optional State state = 6;
  string message = 7;
}
message B { extensions 100 to 199; extend A { string x = 100; } bytes last = 2; }
`;
    const fact = first('proto', 's.proto', text);
    expect(fact.messages.map(({ fields }) => fields.map(({ at: _at, ...field }) => Object.values(field)))).toEqual([
      [
        ['items', 1, 'B', true],
        ['by_id', 2, 'map<string, .s.B>', false],
        ['a', 3, 'string', false],
        ['d', 5, 'C.D', false],
        ['state', 6, 'State', false],
        ['message', 7, 'string', false],
      ],
      [['last', 2, 'bytes', false]],
    ]);
    expect(fact.enums).toMatchObject([
      { name: 's.A.State', values: [{ name: 'NONE', number: 0 }, { name: 'PAID', number: 1 }, { number: -1 }] },
    ]);
  });
  it('reads Prisma', () => {
    const fact = first(
      'prisma',
      'schema.prisma',
      `generator client {\n  provider = "prisma-client-js"\n  output = "../gen"\n}\ndatasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\nmodel Order {\n  id String @id // x\n  number Int @unique @map("no")\n  a Int\n  @@unique([a, number(sort: Desc)])\n  @@map("orders")\n}\n`,
    );
    expect(fact).toMatchObject({
      datasource: { provider: 'postgresql', url: { env: 'DATABASE_URL' }, at: [5, 1] },
      output: '../gen',
    });
    expect(fact.models).toEqual([
      { name: 'Order', table: 'orders', uniques: [['id'], ['no'], ['a', 'number']], at: [9, 1] },
    ]);
  });
  it('reads SQL files', () => {
    const fact = first(
      'sql',
      'm/1.sql',
      'create database shop;\n\ncreate table orders (id uuid primary key);\nselect 1;',
    );
    expect(
      fact.statements.map(({ at, databases, uses }) => [at[0], databases, uses.map(({ table }) => table)]),
    ).toEqual([
      [1, ['shop'], []],
      [3, [], ['orders']],
    ]);
    expect(read('x.sql', "insert into a values ('oops").unreadable[0]?.why).toMatch(/quote/);
  });
  it('reads nginx, with upstreams and variables', () => {
    const text =
      'upstream orders_up { server orders:8080; }\nserver {\n  location /orders/ { proxy_pass http://orders_up/; } # x\n  location ~ ^/pay { set $up payments:90; proxy_pass http://$up$request_uri; }\n  location /u { proxy_pass http://${USER_HOST}:80/; }\n}\n';
    expect(
      only('route', read('web/default.conf.template', text).facts).map(({ path, target, at }) => [path, target, at[0]]),
    ).toEqual([
      ['/orders/', 'http://orders:8080/', 3],
      ['^/pay', 'http://payments:90$request_uri', 4],
      ['/u', 'http://${USER_HOST}:80/', 5],
    ]);
  });
  it('reads CODEOWNERS', () => {
    expect(first('owners', '.github/CODEOWNERS', '# x\n*.ts @a @b # c\n/docs/\n').entries).toEqual([
      { pattern: '*.ts', owners: ['@a', '@b'], at: [2, 1] },
      { pattern: '/docs/', owners: [], at: [3, 1] },
    ]);
  });
  it('reads connections of Spring and .NET', () => {
    expect(
      first(
        'connection',
        'appsettings.Production.json',
        '{ "ConnectionStrings": { "Shop": "server=sql;password=x y;database=Shop" } }',
      ),
    ).toMatchObject({ name: 'ConnectionStrings.Shop', url: 'server=sql;password=***;database=Shop' });
    expect(
      first(
        'connection',
        'config/shared/orders.yml',
        'spring:\n  data:\n    mongodb: { host: db, database: shop, password: x }\n',
      ),
    ).toMatchObject({ engine: 'mongo', host: 'db', database: 'shop', of: 'orders' });
  });
});

describe('msvc.yaml', () => {
  it('reads what cannot be inferred', () => {
    const text =
      'version: 1\ncontexts:\n  sales:\n    paths: [services/orders]\n    owner: team-a\n    subdomain: core\n    relationships: [{ with: billing, kind: partnership }]\nrules:\n  sync-chain: { severity: warning, maxHops: 3 }\n  sync-cycle: off\nignore: [legacy]\npartial: true\n';
    expect(first('config', 'msvc.yaml', text)).toMatchObject({
      contexts: [{ name: 'sales', paths: ['services/orders'], owner: 'team-a', subdomain: 'core' }],
      rules: { 'sync-chain': { severity: 'warning', options: { maxHops: 3 } }, 'sync-cycle': { severity: 'off' } },
      ignore: ['legacy'],
      partial: true,
    });
    expect(read('msvc.yaml', 'contexts: {}\n').unreadable).toEqual([]);
    expect(read('msvc.yaml', '').unreadable).toEqual([]);
  });
  it('says every mistake with its place', () => {
    const text =
      'version: 2\nconext: {}\ncontexts:\n  sales:\n    owner: [a]\n    subdomain: cor\nrules: [x]\nignore: legacy\npartial: maybe\n';
    expect(read('msvc.yaml', text).unreadable.map(({ at, why }) => `${at.join(':')} ${why}`)).toEqual([
      '1:10 version is newer than this msvc understands (1); install a newer msvc',
      '2:1 unknown key "conext"; did you mean "contexts"?',
      '5:12 contexts.sales.owner must be text, not a list',
      '6:16 contexts.sales.subdomain must be one of core, supporting, generic, not "cor"; did you mean "core"?',
      '7:8 rules must be a map, not a list',
      '8:9 ignore must be a list, not "legacy"',
      '9:10 partial must be true or false, not "maybe"',
    ]);
  });
});
