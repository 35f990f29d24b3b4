import { describe, expect, test } from 'vitest';
import { suppressionsIn } from '../../../src/read/suppressions/suppressions.ts';

const said = (file: string, text: string) =>
  suppressionsIn({ file, text }).map(({ rules, reason, until, lines, at }) =>
    [rules.join('+'), lines ? lines.join('-') : 'file', reason, until, at.join(':')].filter(Boolean).join(' | '),
  );

describe('msvc-ignore', () => {
  test.each([
    ['a.ts', 'x();\n// msvc-ignore sync-chain -- batch job, 2027-03-01\ny();\n'],
    ['a.jsx', 'x();\n/* msvc-ignore sync-chain -- batch job, 2027-03-01 */\ny();\n'],
    ['a.yaml', 'x: 1\n# msvc-ignore sync-chain -- batch job, 2027-03-01\ny: 2\n'],
    ['a.sql', 'select 1;\n-- msvc-ignore sync-chain -- batch job, 2027-03-01\nselect 2;\n'],
    ['a.proto', 'syntax = "proto3";\n// msvc-ignore sync-chain -- batch job, 2027-03-01\npackage a;\n'],
    ['a.prisma', 'model A {}\n// msvc-ignore sync-chain -- batch job, 2027-03-01\nmodel B {}\n'],
    ['Dockerfile', 'FROM a\n# msvc-ignore sync-chain -- batch job, 2027-03-01\nUSER b\n'],
    ['deploy/api.Dockerfile', 'FROM a\n# msvc-ignore sync-chain -- batch job until 2027-03-01\nUSER b\n'],
    ['.env.example', 'A=1\n# msvc-ignore sync-chain -- batch job (2027-03-01)\nB=2\n'],
    ['nginx.conf', 'server {\n# msvc-ignore: sync-chain -- batch job, 2027-03-01\nlisten 80; }\n'],
  ])('is read in %s', (file, text) => {
    const [found] = said(file, text);
    expect(found).toMatch(/^sync-chain \| 2-3 \| batch job \| 2027-03-01 \| 2:\d+$/);
  });

  test('speaks of its own line behind code, and of the next line of code where it stands alone', () => {
    expect(said('a.ts', 'x(); // msvc-ignore a -- why\ny();\n')).toEqual(['a | 1-1 | why | 1:9']);
    expect(said('a.ts', '// msvc-ignore a -- why\n// more\n/**\n * words\n */\ny();\n')).toEqual([
      'a | 1-6 | why | 1:4',
    ]);
    expect(said('a.ts', '// msvc-ignore a -- why\n\ny();\n')).toEqual(['a | 1-2 | why | 1:4']);
    expect(said('a.yaml', 'a: 1 # msvc-ignore a -- why\nb: 2\n')).toEqual(['a | 1-1 | why | 1:8']);
    expect(said('a.tsx', 'const a = (\n  <b>\n    {/* msvc-ignore a -- why */}\n    <i />\n  </b>\n);\n')).toEqual([
      'a | 3-4 | why | 3:9',
    ]);
  });

  test('may name several rules, or a whole file, and be wrong', () => {
    expect(said('a.ts', '// msvc-ignore a, b c -- why -- so\n')).toEqual(['a+b+c | 1-2 | why -- so | 1:4']);
    expect(said('a.ts', '/*\n * msvc-ignore-file a -- why, 2027-1-1\n */\n')).toEqual([
      'a | file | why | 2027-1-1 | 2:4',
    ]);
    expect(said('a.ts', '// msvc-ignore a\n// msvc-ignore -- why\n// msvc-ignore\n')).toEqual([
      'a | 1-4 | 1:4',
      '2-4 | why | 2:4',
      '3-4 | 3:4',
    ]);
  });

  test('is only read where it is a comment', () => {
    expect(said('a.ts', "const a = '// msvc-ignore a -- b';\nconst c = `\n// msvc-ignore a -- b\n`;\n")).toEqual([]);
    expect(said('a.ts', 'const a = /\\/\\/ msvc-ignore a -- b/;\n')).toEqual([]);
    expect(
      said('a.yaml', 'a: "# msvc-ignore a -- b"\nb: |\n  # msvc-ignore a -- b\nc: d#msvc-ignore a -- b\n'),
    ).toEqual([]);
    expect(said('a.sql', "select '-- msvc-ignore a -- b';\n")).toEqual([]);
    expect(said('a.proto', 'option a = "// msvc-ignore a -- b";\n')).toEqual([]);
    expect(said('a.ts', '// see msvc-ignore a -- b\n// msvc-ignored\n')).toEqual([]);
    expect(said('notes.md', '// msvc-ignore a -- b\n')).toEqual([]);
  });

  test('is read of broken texts, and of templates', () => {
    expect(said('a.ts', '// msvc-ignore a -- why\nclass {{{\n')).toEqual(['a | 1-2 | why | 1:4']);
    expect(said('a.yaml', '{{- if .Values.x }}\n# msvc-ignore a -- why\na: {{ .Values.y }}\n{{- end }}\n')).toEqual([
      'a | 2-3 | why | 2:3',
    ]);
  });
});
