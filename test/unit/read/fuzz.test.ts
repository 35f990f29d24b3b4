import { describe, expect, it } from 'vitest';
import { readers } from '../../../src/read/index.ts';

const seeds: Record<string, string> = {
  'compose.yaml':
    'x: &x { A: 1 }\nservices:\n  a:\n    build: { context: ., args: [X=1] }\n    environment: { <<: *x, URL: "postgres://u:p@db/x" }\n    ports: ["${P:-1}:2"]\n',
  'k8s/a.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\nspec: { template: { spec: { containers: [{ name: a, image: b, env: [{ name: A, valueFrom: { secretKeyRef: { name: s, key: k } } }] }] } } }\n---\napiVersion: v1\nkind: Service\nmetadata: { name: constructor }\nspec: { selector: { __proto__: x } }\n',
  'chart/templates/a.yaml':
    '{{- range $i, $s := .Values.a }}{{ with .b }}{{ .c }}{{ end }}{{ end }}\n{{- if .Values.a }}\napiVersion: v1\nkind: Service\nmetadata: { name: {{ printf "%s-x" .Release.Name | trunc 63 }} }\n{{- end }}\n',
  'k8s/kustomization.yaml':
    'resources: [a.yaml]\npatches: [{ patch: "apiVersion: v1\\nkind: Pod\\n" }]\nconfigMapGenerator: [{ name: a, literals: [A=b] }]\n',
  'values.yaml': 'a: { b: [1, { c: d }] }\n',
  'a.proto':
    'syntax = "proto3"; package a.b; service S { rpc M(stream A) returns (B) { option x = { y: "z" }; } } message A { message C {} }',
  'schema.prisma':
    'datasource db {\n provider = "mysql"\n url = env("X")\n}\nmodel A {\n id Int @id @map("x")\n @@unique([a, b])\n}\n',
  'a.sql':
    'with a as (select 1) insert into "b" select * from a on conflict (x) do update set y = 1; create table c (id int primary key, foreign key (id) references d);',
  Dockerfile: 'ARG A=1\nFROM node:${A} AS b\nCOPY --from=x ["a b", "c"] /d\nENV A=1 \\\n  B="x"\nCMD ["node", "x"]\n',
  Procfile: 'web: cd a && PORT=1 node "b c" # d\n',
  'ecosystem.config.js': 'module.exports = { apps: [{ name: "a", script: `./b`, args: "c d", env: { E: 1 } }] };',
  'a.sh': '#!/bin/sh\n( a && \\\n rabbitmqadmin declare queue name="a b" ; ) &\nexec node x "$@"\n',
  '.env': 'export A="b # c" # d\nB=\'x\nC=y\'\nD=${A:-x}\n',
  'nginx.conf': 'upstream a { server b:1; } server { location / { set $x "y"; proxy_pass http://a$uri; } }',
  'kong.yml': '_format_version: "3.0"\nservices: [{ name: a, url: "http://b", routes: [{ paths: [/c] }] }]\n',
  'envoy.yaml':
    'static_resources: { clusters: [{ name: a, hosts: [{ socket_address: { address: b } }] }], listeners: [{ x: { match: { prefix: / }, route: { cluster: a } } }] }\n',
  Caddyfile: ':80 {\n @a path /b\n reverse_proxy @a c:1 {\n }\n}\n',
  'haproxy.cfg': 'frontend a\n acl b path /c\n use_backend d if b\nbackend d\n server e f:1\n',
  'dynamic.toml': '[http.routers.a]\nrule = "PathPrefix(`/b`)"\nservice = "c"\n',
  'package.json':
    '{ "name": "a", "workspaces": ["x"], "scripts": { "a": "b" }, "exports": { ".": { "import": "./x" } } }',
  'nest-cli.json': '{ "projects": { "a": { "type": "application", "root": "a" } } }',
  'tsconfig.json': '{ "extends": ["a"], "compilerOptions": { "paths": { "a": ["b"] } } }',
  'appsettings.json': '{ "ConnectionStrings": { "A": "server=x;database=y" } }',
  'ocelot.json':
    '{ "Routes": [{ "UpstreamPathTemplate": "/a", "DownstreamHostAndPorts": [{ "Host": "b", "Port": 1 }] }] }',
  'application.yml':
    'spring: { application: { name: a } }\nzuul: { routes: { a: /b/**, constructor: { url: "http://c:1" } } }\n',
  'application.properties': 'a.b[0].__proto__=http://c:1\nspring.datasource.url: jdbc:x\n',
  'connector.json':
    '{ "config": { "connector.class": "io.debezium.x", "database.hostname": "a", "table.include.list": "b.c", "topic.prefix": "d" } }',
  'helmfile.yaml': 'releases: [{ name: a, chart: ./b, values: [c.yaml, { d: [1] }], set: [{ name: e, value: f }] }]\n',
  'a.py': 'os.getenv("A_URL", "http://b:1")\nenv("C_HOST") or "d"\n',
  'msvc.yaml':
    'version: 1\ncontexts: { a: { owner: b, relationships: [{ with: c, kind: partnership }] } }\nrules: { a: off }\n',
  CODEOWNERS: '* @a\n/b @c # d\n',
};

/** The same numbers on every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
const scraps = [
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  '"',
  "'",
  '`',
  ':',
  '- ',
  '&a ',
  '*a',
  '<<: *a',
  '\n',
  '\r\n',
  '\t',
  '\0',
  '\\',
  '$',
  '${',
  '{{',
  '}}',
  '#',
  '--',
  '/*',
  '💥',
  '\ufeff',
  '|\n',
  ';',
  ',',
  '=',
  '@',
  '__proto__',
  '\u2028',
];

function mutated(text: string, next: () => number): string {
  let out = text;
  for (let count = Math.ceil(next() * 4); count > 0; count -= 1) {
    const at = Math.floor(next() * out.length);
    const scrap = scraps[Math.floor(next() * scraps.length)] ?? '';
    const kind = next();
    if (kind < 0.3) out = out.slice(0, at);
    else if (kind < 0.7) out = out.slice(0, at) + scrap + out.slice(at);
    else if (kind < 0.85) out = out.slice(0, at) + out.slice(at + Math.ceil(next() * 20));
    else out = out.slice(0, at) + out.slice(Math.floor(at / 2), at) + out.slice(at);
  }
  return out;
}

const check = (file: string, text: string): void => {
  for (const reader of readers.filter(({ takes }) => takes(file))) {
    const started = performance.now();
    const { facts, unreadable } = reader.read({ file, text });
    expect(performance.now() - started, `${reader.id} on ${text.slice(0, 80)}`).toBeLessThan(2000);
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
    for (const { why, at } of unreadable) {
      expect(why).not.toBe('');
      expect(at[0] > 0 && at[1] > 0).toBe(true);
    }
  }
};

describe('readers survive', () => {
  it.each(Object.keys(seeds))('mutations of %s', (file) => {
    const seed = seeds[file] ?? '';
    expect(readers.some(({ takes }) => takes(file))).toBe(true);
    const next = random(seed.length);
    for (let round = 0; round < 60; round += 1) check(file, mutated(seed, next));
  });
  it.each(Object.keys(seeds))('deep, long and odd input in the place of %s', (file) => {
    const size = 20_000;
    for (const part of [
      '[',
      '{"a":',
      '(',
      '- ',
      'a: {',
      '{{',
      '$(',
      '${',
      '"',
      'from ',
      'message a {',
      "'",
      '/*',
      'a.',
      '&a [*a,',
    ])
      check(file, `apiVersion: v1\nkind: Pod\nservices:\n spring:\n${part.repeat(size / part.length)}`);
    check(file, 'x'.repeat(500_000));
    check(file, '\u0000\u0001\ufffe');
    check(file, '');
  });
});
