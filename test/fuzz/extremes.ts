import { code, other, tree } from './nests.ts';
import { grammars, type Seed } from './seeds.ts';

const deep = 10_000;
/** A file may hold four times as much and still be read; long runs try that (MSVC_FUZZ_SIZE). */
const whole = Number(process.env['MSVC_FUZZ_SIZE'] ?? 256 * 1024);

const isCode = (file: string): boolean => /\.[jt]sx?$/.test(file);
const isTree = (file: string): boolean => /\.(?:ya?ml|json)$/.test(file);

/** Said first, so that the readers look at what follows. */
const heads: Readonly<Record<string, string>> = {
  'compose.yaml': 'services:\n a:\n  image: ',
  'k8s/a.yaml': 'apiVersion: v1\nkind: Pod\nspec: ',
  'chart/templates/a.yaml': 'apiVersion: v1\nkind: Pod\nspec: ',
  'nginx.conf': 'server { proxy_pass http://a; ',
  'application.yml': 'spring:\n datasource: ',
  'a.sql': 'select * from a where b = ',
  'a.ts': 'export const a = ',
  'a.tsx': 'export const a = ',
};

type Late = () => string;

function* nested(file: string): Generator<Late> {
  for (const { open, core = '', close = '' } of isCode(file) ? code : isTree(file) ? tree : other) {
    const times = Math.min(deep, Math.floor(whole / (open.length + close.length)));
    yield () => (heads[file] ?? '') + open.repeat(times);
    yield () => (heads[file] ?? '') + open.repeat(times) + core + close.repeat(times);
    yield () => open.repeat(times) + core + close.repeat(times);
  }
}

const marks = ' \t\n\r"\'`#$\\/.,:;=-_*+&|!?%@<>(){}[]0a\0é';
const words = [
  [
    '💥',
    'a ',
    'a.',
    'a-',
    'a=',
    'a:',
    '${',
    '$(',
    '{{',
    '--',
    '/*',
    '*/',
    '//',
    "''",
    '""',
    '\\\n',
    '\\"',
    ' #',
    '# ',
    '\r\n',
    ' \n',
  ],
  [
    'a: ',
    '- a\n',
    'a: b\n',
    'a=b\n',
    '"a": 1,',
    '[],',
    '{},',
    '=>',
    '<a',
    '</',
    '...',
    '&a ',
    '*a ',
    '<<: ',
    '|\n',
    '>\n',
    'a b;',
  ],
  [
    'FROM a\n',
    'RUN a \\\n',
    'ENV A=$A\n',
    'COPY a b\n',
    'import a from "a";',
    'a();',
    'select ',
    'insert into a ',
    '@a ',
    '/** ',
  ],
  [
    'message A{}',
    'rpc A(B)returns(C);',
    'model A {\n}\n',
    'proxy_pass a;',
    'http://',
    'postgres://a:',
    '://',
    '@@map("',
    'env("',
    'a\\',
  ],
];
const runs = [...marks, ...words.flat()];

/** One thing over and over, up to the size of what is read: regular expressions and look-ups that are not linear show. */
function* repeated(file: string, size: number): Generator<Late> {
  for (const run of runs) {
    yield () => (heads[file] ?? '') + run.repeat(Math.ceil(size / run.length));
    yield () => (grammars[file] ?? '') + run.repeat(Math.ceil(size / run.length));
  }
}

const laughs = (levels: number, wide: number): string =>
  Array.from({ length: levels }, (_, at) =>
    at === 0 ? 'a0: &a0 [x]\n' : `a${at}: &a${at} [${Array.from({ length: wide }, () => `*a${at - 1}`)}]\n`,
  ).join('');
const merges = (levels: number, wide: number): string =>
  Array.from({ length: levels }, (_, at) =>
    at === 0
      ? 'm0: &m0 { k: v }\n'
      : `m${at}: &m${at} { k${at}: v, <<: [${Array.from({ length: wide }, () => `*m${at - 1}`)}] }\n`,
  ).join('');
const many = (line: (at: number) => string, count = 100_000): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('');

function crowded(file: string): readonly Late[] {
  const head = heads[file] ?? '';
  return isCode(file)
    ? [
        () => `export const a = {${many((at) => `k${at}:${at},`)}};`,
        () => `const a = [${many((at) => `"${at}",`)}];`,
        () => many((at) => `f${at}();\n`),
        () => many((at) => `import a${at} from "a${at}";`, 30_000),
        () => many((at) => `export function f${at}(a) { return g${at}(a); }\n`, 20_000),
        () => many((at) => `a${at} = a${Math.max(0, at - 1)}.b;\n`, 40_000),
        () => `const ${'x'.repeat(500_000)} = 1;`,
        () => `fetch('${'x'.repeat(900_000)}');`,
        () => `fetch(\`${'${x}'.repeat(200_000)}\`);`,
        () => `class A { ${many((at) => `m${at}() { this.m${at}(); } `, 20_000)} }`,
        () => `enum A { ${many((at) => `B${at} = '${at}', `, 50_000)} }`,
        () => `switch (x) { ${many((at) => `case ${at}: f(${at}); `, 40_000)} }`,
        () => `f(${many((at) => `a${at},`)});`,
        () => many((at) => `@D() class A${at} {}\n`, 30_000),
        () => many(() => 'try { f(); } catch { if (x) { throw y; } }\n', 20_000),
      ]
    : isTree(file)
      ? [
          () => many((at) => `k${at}: ${at}\n`),
          () => `{${many((at) => `"k${at}":${at},`)}"z":1}`,
          () => `[${many((at) => `${at},`)}1]`,
          () => many((at) => `- { a${at}: b }\n`, 40_000),
          () => many((at) => `---\nkind: Pod\napiVersion: v1\nmetadata: { name: a${at} }\n`, 15_000),
          () => laughs(9, 9),
          () => laughs(30, 2),
          () => merges(9, 9),
          () => merges(25, 2),
          () => `a: &a { ${many((at) => `k${at}: v, `, 500)} }\n${many((at) => `b${at}: { <<: *a }\n`, 20_000)}`,
          () => `${head}${many((at) => `\n  s${at}: { image: a, environment: { A: b } }`, 20_000)}`,
          () =>
            `services:\n${many((at) => ` s${at}: { build: ., ports: ["${at}:80"], depends_on: [s${Math.max(0, at - 1)}] }\n`, 12_000)}`,
          () => `{"services": {"a": {"environment": {${many((at) => `"k${at}":"\${k${at}:-x}",`, 20_000)}"z":"1"}}}}`,
          () => `{"dependencies": {${many((at) => `"k${at}":"1",`, 60_000)}"z":"1"}}`,
          () => Array.from({ length: 1300 }, (_, at) => `${' '.repeat(at)}a:\n`).join(''),
        ]
      : [
          () => many((at) => `K${at}=\${K${at}}\n`, 40_000),
          () => many((at) => `message M${at} { string a = 1; }\n`, 30_000),
          () => many((at) => `insert into t${at} values (1);\n`, 30_000),
          () => `insert into t values ${many((at) => `(${at}),`)} (1);`,
          () => many((at) => `create table t${at} (id int primary key);\n`, 25_000),
          () => many((at) => `model M${at} {\n id Int @id\n}\n`, 30_000),
          () => many((at) => `FROM a${at} AS b${at}\nCOPY --from=b${Math.max(0, at - 1)} a b\n`, 18_000),
          () =>
            many(
              (at) => `upstream u${at} { server s${at}; } server { location /${at} { proxy_pass http://u${at}; } }\n`,
              10_000,
            ),
          () => many((at) => `/p${at} @o${at}\n`, 60_000),
          () => `select ${many((at) => `a${at},`)} b from c;`,
          () => `select * from a ${many((at) => `join b${at} on (c = d) `, 30_000)};`,
        ];
}

const bare = [
  '',
  ' ',
  '\n',
  '\0',
  '\ufeff',
  '\ufffe',
  '\ud800',
  'null',
  '~',
  '0',
  '""',
  '[]',
  '{}',
  'true',
  '---',
  '...',
  '#',
  '//',
  '{',
  '[null]',
  '{"a":null}',
];

/** Every extreme of a kind of file, none longer than what is read; each is made when it is asked for. */
export const extremesOf = (file: string): readonly (() => Seed)[] =>
  [...bare.map((text) => () => text), ...nested(file), ...crowded(file), ...repeated(file, whole)].map(
    (late) => () => ({ file, text: late().slice(0, whole) }),
  );
