import { globSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readers } from '../../src/read/index.ts';
import { treesOf } from '../bench/workspace/files.ts';
import { planOf } from '../bench/workspace/plan.ts';

export type Seed = { readonly file: string; readonly text: string };

/** Small texts with as much of each format's grammar as fits; the path is the kind. */
export const grammars: Readonly<Record<string, string>> = {
  'compose.yaml':
    'include: [a.yaml]\nx: &x { A: 1 }\nservices:\n  a:\n    extends: { file: b.yaml, service: c }\n    build: { context: ., args: [X=1] }\n    environment: { <<: *x, URL: "postgres://u:p@db/x" }\n    env_file: [{ path: .env, required: false }]\n    command: ["node", "x"]\n    ports: ["${P:-1}:2", { target: 3, published: 4 }]\n    networks: { default: { aliases: [q] } }\n',
  'k8s/a.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a, labels: { constructor: b } }\nspec: { template: { spec: { containers: [{ name: a, image: b, args: [c], ports: [{ containerPort: 1 }], env: [{ name: A, valueFrom: { secretKeyRef: { name: s, key: k } } }], envFrom: [{ configMapRef: { name: m } }] }] } } }\n---\napiVersion: v1\nkind: Service\nmetadata: { name: constructor }\nspec: { selector: { __proto__: x }, ports: [{ port: 1, targetPort: 2 }] }\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: m }\ndata: { A: b }\n---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nspec: { rules: [{ http: { paths: [{ path: /a, backend: { service: { name: a, port: { number: 1 } } } }] } }] }\n',
  'chart/templates/a.yaml':
    '{{- if .Values.a }}\napiVersion: v1\nkind: Service\nmetadata: { name: {{ printf "%s-x" .Release.Name | trunc 63 }} }\n{{- end }}\n',
  'k8s/kustomization.yaml':
    'resources: [a.yaml]\npatches: [{ patch: "apiVersion: v1\\nkind: Pod\\n" }]\nconfigMapGenerator: [{ name: a, literals: [A=b] }]\nimages: [{ name: a, newName: b }]\n',
  'chart/values.yaml': 'a: { b: [1, { c: d }] }\nimage: { repository: x, tag: 1 }\n',
  'application.yml':
    'spring:\n  datasource: { url: "jdbc:postgresql://db/x", username: a }\n  data: { mongodb: { uri: "mongodb://m/x" } }\n',
  'skaffold.yaml':
    'apiVersion: skaffold/v4beta1\nkind: Config\nbuild: { artifacts: [{ image: a, context: b, docker: { dockerfile: c } }] }\n',
  'a.proto':
    'syntax = "proto3"; package a.b; import public "c.proto"; service S { rpc M(stream A) returns (B) { option x = { y: "z" }; } } message A { message C {} map<string, A> d = 1; }',
  'schema.prisma':
    'datasource db {\n provider = "mysql"\n url = env("X")\n}\ngenerator client {\n output = "../x"\n}\nmodel A {\n id Int @id @map("x")\n @@unique([a, b])\n @@map("as")\n}\n',
  'a.sql':
    'with a as (select 1) insert into "b" select * from a on conflict (x) do update set y = 1; create table c (id int primary key, d text unique, foreign key (id) references d); create unique index i on c (d); create database e; use e; merge into f using g on (1 = 1) when matched then update set h = $$i$$;',
  Dockerfile:
    'ARG A=1\nFROM node:${A} AS b\nCOPY --from=x ["a b", "c"] /d\nENV A=1 \\\n  B="x"\nWORKDIR /e\nEXPOSE 80/tcp\nRUN <<EOF\nnpm ci\nEOF\nENTRYPOINT ["node"]\nCMD ["node", "x"]\n',
  '.env': 'export A="b # c" # d\nB=\'x\nC=y\'\nD=${A:-x}\n',
  'nginx.conf': 'upstream a { server b:1; } server { location / { set $x "y"; proxy_pass http://a$uri; } }',
  'package.json':
    '{ "name": "a", "workspaces": ["x"], "main": "m.js", "scripts": { "a": "b && PORT=1 node c" }, "dependencies": { "express": "1" }, "exports": { ".": { "import": "./x" } }, "bin": { "d": "e" } }',
  'nest-cli.json': '{ "projects": { "a": { "type": "application", "root": "a", "entryFile": "main" } } }',
  'project.json':
    '{ "name": "a", "projectType": "application", "sourceRoot": "a/src", "targets": { "build": { "options": { "main": "a/src/main.ts" } } } }',
  'cdk.json': '{ "app": "npx ts-node --prefer-ts-exts bin/a.ts", "context": { "b": true } }',
  'pnpm-workspace.yaml': 'packages: [a, "b/*", "!c"]\n',
  'tsconfig.json':
    '{ "extends": ["a"], "compilerOptions": { "baseUrl": ".", "paths": { "a": ["b"] } }, "references": [{ "path": "c" }] }',
  'appsettings.json': '{ "ConnectionStrings": { "A": "server=x;database=y" } }',
  'msvc.yaml':
    'version: 1\nignore: [a]\ncontexts: { a: { owner: b, relationships: [{ with: c, kind: partnership }] } }\nrules: { a: off }\n',
  'dapr.yaml': 'version: 1\napps:\n  - appID: orders\n    appDirPath: ./orders/\n    command: ["npm", "start"]\n',
  Procfile: 'web: cd a && PORT=1 node "b c" # d\n',
  'ecosystem.config.js': 'module.exports = { apps: [{ name: "a", script: `./b`, args: "c d", env: { E: 1 } }] };',
  'a.sh': '#!/bin/sh\n( a && \\\n rabbitmqadmin declare binding source="a b" destination=c ; ) &\nexec node x "$@"\n',
  'k8s/loop/templates/a.yaml':
    '{{- range $i, $s := .Values.a }}{{ with .b }}{{ .c }}{{ end }}{{ end }}\napiVersion: v1\nkind: Service\nmetadata: { name: {{ $i }} }\n',
  'kong.yml': '_format_version: "3.0"\nservices: [{ name: a, url: "http://b", routes: [{ paths: [/c] }] }]\n',
  'envoy.yaml':
    'static_resources: { clusters: [{ name: a, hosts: [{ socket_address: { address: b } }] }], listeners: [{ x: { match: { prefix: / }, route: { cluster: a } } }] }\n',
  Caddyfile: ':80 {\n @a path /b\n reverse_proxy @a c:1 {\n }\n}\n',
  'haproxy.cfg': 'frontend a\n acl b path /c\n use_backend d if b\nbackend d\n server e f:1\n',
  'dynamic.toml': '[http.routers.a]\nrule = "PathPrefix(`/b`)"\nservice = "c"\n',
  'ocelot.json':
    '{ "Routes": [{ "UpstreamPathTemplate": "/a", "DownstreamHostAndPorts": [{ "Host": "b", "Port": 1 }] }] }',
  'application.properties': 'a.b[0].__proto__=http://c:1\nspring.datasource.url: jdbc:x\n',
  'connector.json':
    '{ "config": { "connector.class": "io.debezium.x", "database.hostname": "a", "table.include.list": "b.c", "topic.prefix": "d" } }',
  'helmfile.yaml': 'releases: [{ name: a, chart: ./b, values: [c.yaml, { d: [1] }], set: [{ name: e, value: f }] }]\n',
  'a.py': 'os.getenv("A_URL", "http://b:1")\nenv("C_HOST") or "d"\n',
  'helm/values/prod/orders.yaml': 'image: { tag: 1 }\nenv:\n  - { name: A, value: b }\n',
  'app/settings.py': `A = os.environ.get("B_URL", 'http://orders:1'); C = os.getenv('D') or "x"; @Value("\${E:postgres://f/g}") @FeignClient(name = "h", url = "i")`,
  'run.sh':
    '#!/bin/sh\nset -e\nif [ -n "$A" ]; then exec node b.js --c "$D" && npm run e; fi\nyarn workspace f \\\n  start & pm2-runtime g\n',
  'config/default.json':
    '{ "orders": { "url": "http://a:1", "password": "b" }, "c": [1, -0, 1e9, null, { "__proto__": { "d": true } }] }',
  'serverless.yml':
    'service: a\nprovider: { name: aws, environment: { B: "${env:C, \'d\'}" } }\nfunctions:\n  e: { handler: src/f.g, events: [{ httpApi: "GET /h" }, { sqs: { arn: "arn:aws:sqs:i:j:k" } }, { sns: l }] }\nresources: { Resources: { M: { Type: "AWS::DynamoDB::Table", Properties: { TableName: !Ref N } } } }\n',
  CODEOWNERS: '* @a\n/b @c # d\n',
  'a.ts': `import a, { b as c, type D } from './a'; import * as e from 'e'; export * from './f'; export { g as default } from './h';
const { i, ...j } = require('k'); enum L { M = 'n' } namespace O { export const p = 1; }
@Controller({ path: 'q', version: '1' }) abstract class R<T extends S> extends mixin(T) implements U { static #v = 1; constructor(@Inject(W) private readonly x: X<Y>) { super(); this.z = x ?? process.env.AA; }
  @Get(':id') async *get(@Param('id') id: string, ...rest: unknown[]): AsyncGenerator<void> { for await (const bb of this.x.send({ cmd: \`cc-\${id}\` })) yield bb!; } static { this.#v = 2; } }
fetch(\`http://\${process.env.HOST || 'orders'}/a/\${1 + 2}\`, { method: 'POST', ...j, [i]: 3, get k() { return 1; } })?.then((r) => r.json() satisfies T as U);
label: for (let i = 0, j = 1; ; i++) { if (i) break label; else continue; } try { await import('./l'); } catch { throw new Error(\`m\`, { cause: n }); } finally { delete o.p; }
export default <T,>(q: T): q is T => q instanceof r ? q?.[s]?.(t) : /u/gv.test\`v\${w}\`; switch (x) { case 1: default: void 0; }`,
  'a.tsx': `export const A = <T,>({ b }: Props<T>) => (<><B.C {...b} d={() => fetch('/e')} f="g">{b && <h:i>&nbsp;{/* j */}</h:i>}</B.C></>);`,
  'a.js': `var a = require('b').c; module.exports = { d: function () { return a.e.apply(this, arguments); }, f }; exports.g = async () => { await a('h'); }; with (x) { y(); }`,
};

const root = resolve(import.meta.dirname, '../..');
const isTaken = (file: string): boolean => readers.some(({ takes }) => takes(file));

/** Grammars, our fixtures, the code in the tests of reading and linking, and a few generated services. */
export function seedsOf(): readonly Seed[] {
  const fixtures = globSync(['fixtures/**', 'rules/*/cases.ts'], { cwd: root })
    .toSorted()
    .filter((file) => isTaken(file) && statSync(join(root, file)).isFile())
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
  const quoted = globSync('test/unit/{read,link}/**/*.ts', { cwd: root })
    .toSorted()
    .flatMap((file) => readFileSync(join(root, file), 'utf8').match(/`[^`]{40,}`/g) ?? [])
    .map((text) => ({ file: 'src/a.ts', text: text.slice(1, -1) }));
  const generated = [...treesOf(planOf(8, 5))].flatMap((tree) =>
    Object.entries(tree).map(([file, text]) => ({ file, text })),
  );
  return [
    ...Object.entries(grammars).map(([file, text]) => ({ file, text })),
    ...fixtures,
    ...quoted,
    ...generated.filter(({ file }) => isTaken(file) && !/domain|spec/.test(file)),
  ];
}
