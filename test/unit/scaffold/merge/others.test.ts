import type { SourceFile } from 'ts-morph';
import { describe, expect, test } from 'vitest';
import { addNamedImport, addToArray } from '../../../../src/scaffold/kit.ts';
import { mergeJson } from '../../../../src/scaffold/merge/json.ts';
import { addLines } from '../../../../src/scaffold/merge/lines.ts';
import { editTypeScript } from '../../../../src/scaffold/merge/typescript.ts';

test('mergeJson keeps comments, order and indentation, and adds what is missing', () => {
  const before = `{
    // by hand
    "name": "shop", "private": true,
    "scripts": { "test": "mine" },
    "workspaces": ["contracts"],
    "dependencies": {
        "b": "1.0.0",
        "d": "1.0.0"
    }
}
`;
  const fragment = {
    scripts: { test: 'theirs', lint: 'msvc lint' },
    workspaces: ['contracts', 'services/*'],
    dependencies: { c: '2.0.0' },
    type: 'module',
  };
  const after = mergeJson(before, fragment);
  expect(after).toBe(`{
    // by hand
    "name": "shop", "private": true,
    "scripts": { "test": "mine", "lint": "msvc lint" },
    "workspaces": ["contracts", "services/*"],
    "dependencies": {
        "b": "1.0.0",
        "c": "2.0.0",
        "d": "1.0.0"
    },
    "type": "module"
}
`);
  expect(mergeJson(after, fragment)).toBe(after);
});

test('mergeJson makes a file from nothing and refuses a broken one', () => {
  expect(mergeJson('', { a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}\n');
  expect(() => mergeJson('{\n  "a": [1,\n', { b: 1 })).toThrow(/broken JSON in line \d/);
});

test('addLines adds once, behind its anchor', () => {
  const before = '# made by hand\nnode_modules/\n\n# local\n.env\n';
  const after = addLines(before, ['dist/', '.env'], 'node_modules');
  expect(after).toBe('# made by hand\nnode_modules/\ndist/\n\n# local\n.env\n');
  expect(addLines(after, ['dist/', '.env'], 'node_modules')).toBe(after);
  expect(addLines('a', ['b'], 'not there')).toBe('a\nb\n');
  expect(addLines('', ['b'])).toBe('b\n');
});

test('mergeJson stays behind a trailing comma and a comment', () => {
  expect(mergeJson('{\n  "a": 1, // one\n}\n', { b: 2 })).toBe('{\n  "a": 1, // one\n  "b": 2,\n}\n');
  expect(mergeJson('{\n  "a": 1 // one\n}\n', { b: 2 })).toBe('{\n  "a": 1, // one\n  "b": 2\n}\n');
  expect(mergeJson('{ "a": {}, "l": [] }\n', { a: { b: [1] }, l: [2] })).toContain('"b"');
});

describe('editTypeScript', () => {
  const before = `import { a }   from "./a.ts"   // odd on purpose\n\nexport const all = [ a ]; /* keep */\n\n\nfunction  x( ) { return   1 }\n`;
  const edit = (file: SourceFile) => {
    addNamedImport(file, './b.ts', 'b');
    addNamedImport(file, './a.ts', 'c');
    addToArray(file, 'all', 'b');
  };

  test('touches nothing but what the edit asks for, once', async () => {
    const after = await editTypeScript('x.ts', before, edit);
    expect(after).toBe(
      `import { a, c }   from "./a.ts"   // odd on purpose\nimport { b } from "./b.ts";\n\nexport const all = [ a, b ]; /* keep */\n\n\nfunction  x( ) { return   1 }\n`,
    );
    expect(await editTypeScript('x.ts', after, edit)).toBe(after);
  });

  test('refuses broken code, a list that is gone, and an edit that loses a comment', async () => {
    await expect(editTypeScript('x.ts', 'const = 1', edit)).rejects.toThrow('broken TypeScript in line 1');
    await expect(editTypeScript('x.ts', 'const all = f();', edit)).rejects.toThrow('add `b` by hand');
    const careless = (file: SourceFile) => void file.addImportDeclaration({ moduleSpecifier: './b.ts' });
    await expect(editTypeScript('x.ts', before, careless)).rejects.toThrow('a comment would get lost');
  });
});
