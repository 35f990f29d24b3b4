import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { memoryFolder } from '../../../src/files/changes/memory.ts';
import { differenceOf } from '../../../src/scaffold/difference.ts';
import { addNamedImport, addToArray, defineCapability, type Workspace } from '../../../src/scaffold/kit.ts';
import { planDocumentOf } from '../../../src/scaffold/plan-json.ts';
import { planOf } from '../../../src/scaffold/plan.ts';
import { pristinePath } from '../../../src/scaffold/record.ts';

/** A capability in miniature, with one change of each kind. */
const mini = defineCapability({
  id: 'mini',
  verb: 'new',
  summary: 'one change of each kind',
  needs: [],
  examples: [],
  questions: { name: { kind: 'text', ask: 'Name?' } },
  *plan({ answers: { name }, service, render }) {
    yield* render.folder('files', { name, pascal: 'Billing', tags: [{ kebab: 'a' }, { kebab: 'b' }] }, service.path);
    yield { kind: 'merge-yaml', path: 'compose.yaml', fragment: `services:\n  ${name}:\n    build: .\n` };
    yield { kind: 'merge-yaml', path: '.github/ci.yaml', fragment: `jobs: { ${name}: {} }\n`, ifAbsent: 'skip' };
    yield { kind: 'merge-json', path: 'package.json', fragment: { scripts: { [`test:${name}`]: 'node --test' } } };
    yield { kind: 'add-lines', path: '.gitignore', lines: ['dist/'] };
    yield {
      kind: 'edit-typescript',
      path: 'all.ts',
      edit: (file) => {
        addNamedImport(file, `./services/${name}/main.ts`, name);
        addToArray(file, 'all', name);
      },
    };
  },
  nextSteps: ({ answers: { name } }) => [`open ${name}`],
});

const templates: Record<string, string> = {
  'mini/files/main.ts.hbs': `export const {{name}}   = "{{pascal}}"`,
  'mini/files/gitignore': 'node_modules/\n',
  'mini/files/plain.txt': '{{not rendered}}\n',
  'mini/files/when-__tags.kebab__.md.hbs': '# {{tags.kebab}}\n',
  'mini/files/vanishes.ts.hbs': '{{#if (lookup this "missing")}}x{{/if}}\n',
};
const source = {
  list: (folder: string) =>
    Object.keys(templates)
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1)),
  read: (path: string) => templates[path] ?? '',
};

const workspace: Workspace = { name: 'shop', scope: '@shop', services: [], events: [], contexts: [], msvc: '^1.0.0' };
const service = { name: 'billing', path: 'services/billing', contexts: ['billing'], number: 2 };
const before = () =>
  new Map([
    ['.oxfmtrc.json', '{ "singleQuote": true }\n'],
    ['package.json', '{\n  "name": "shop",\n  "scripts": { "lint": "msvc lint" }\n}\n'],
    ['compose.yaml', '# by hand\nservices:\n  orders: { build: . } # theirs\n'],
    [
      'all.ts',
      `import { orders } from './services/orders/main.ts';\n\n// in order of birth\nexport const all = [orders];\n`,
    ],
  ]);

const plan = (texts: Map<string, string>, again = false) =>
  planOf({
    capability: mini,
    answers: { name: 'billing' },
    workspace,
    service,
    templates: source,
    files: memoryFolder(texts),
    again,
    record: { path: '.msvc/services/billing.json', text: '{}\n' },
  });
const kindsOf = ({ outcomes }: Awaited<ReturnType<typeof plan>>) =>
  Object.fromEntries(outcomes.map(({ path, kind }) => [path, kind]));

/** `compose.yaml` came from msvc, the other shared files did not. */
async function applied() {
  const texts = before();
  texts.set(pristinePath('compose.yaml'), 'services: {}\n');
  await memoryFolder(texts).write((await plan(texts)).writes);
  return texts;
}

describe('a plan', () => {
  test('says for each file what becomes of it', async () => {
    const made = await plan(before());
    expect(kindsOf(made)).toEqual({
      '.github/ci.yaml': 'absent',
      '.gitignore': 'created',
      'all.ts': 'changed',
      'compose.yaml': 'changed',
      'package.json': 'changed',
      'services/billing/.gitignore': 'created',
      'services/billing/main.ts': 'created',
      'services/billing/plain.txt': 'created',
      'services/billing/when-a.md': 'created',
      'services/billing/when-b.md': 'created',
    });
    expect(made.outcomes.map(differenceOf).join('')).toMatchInlineSnapshot(`
      "--- /dev/null
      +++ b/.gitignore
      @@ -0,0 +1,1 @@
      +dist/
      --- a/all.ts
      +++ b/all.ts
      @@ -1,4 +1,5 @@
       import { orders } from './services/orders/main.ts';
      +import { billing } from './services/billing/main.ts';
       
       // in order of birth
      -export const all = [orders];
      +export const all = [orders, billing];
      --- a/compose.yaml
      +++ b/compose.yaml
      @@ -1,3 +1,5 @@
       # by hand
       services:
         orders: { build: . } # theirs
      +  billing:
      +    build: .
      --- a/package.json
      +++ b/package.json
      @@ -1,4 +1,4 @@
       {
         "name": "shop",
      -  "scripts": { "lint": "msvc lint" }
      +  "scripts": { "lint": "msvc lint", "test:billing": "node --test" }
       }
      --- /dev/null
      +++ b/services/billing/.gitignore
      @@ -0,0 +1,1 @@
      +node_modules/
      --- /dev/null
      +++ b/services/billing/main.ts
      @@ -0,0 +1,1 @@
      +export const billing = 'Billing';
      --- /dev/null
      +++ b/services/billing/plain.txt
      @@ -0,0 +1,1 @@
      +{{not rendered}}
      --- /dev/null
      +++ b/services/billing/when-a.md
      @@ -0,0 +1,1 @@
      +# a
      --- /dev/null
      +++ b/services/billing/when-b.md
      @@ -0,0 +1,1 @@
      +# b
      "
    `);
  });

  test('notes first, pristine texts last', async () => {
    const paths = (await plan(before())).writes.map(({ path }) => path);
    expect(paths[0]).toBe('.msvc/services/billing.json');
    expect(paths.slice(-5).every((path) => path.startsWith('.msvc/pristine/'))).toBe(true);
  });

  test('applied twice changes nothing', async () => {
    const texts = await applied();
    for (const again of [true, false]) {
      const second = await plan(texts, again);
      expect(second.writes).toEqual([]);
      expect(new Set(second.outcomes.map(({ kind }) => kind))).toEqual(new Set(['unchanged', 'absent']));
    }
  });

  test('as JSON it keeps its schema', async () => {
    const schema = JSON.parse(readFileSync('docs/json-schemas/plan.schema.json', 'utf8'));
    const heading = {
      root: '/workspace',
      capability: 'mini',
      answers: { name: 'billing' },
      command: 'msvc new mini billing',
      written: false,
    };
    const document = planDocumentOf(heading, await plan(before()));
    const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);
    expect(validate(JSON.parse(JSON.stringify(document))), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...document, version: 2 })).toBe(false);
  });
});

describe('what was edited by hand', () => {
  test('in a generated file stays, and so does what was taken out of a shared one', async () => {
    const texts = await applied();
    texts.set('services/billing/main.ts', 'export const billing = 42;\n');
    texts.set('compose.yaml', '# by hand\nservices:\n  orders: { build: . } # theirs\n');
    const second = await plan(texts, true);
    expect(kindsOf(second)['services/billing/main.ts']).toBe('kept');
    expect(kindsOf(second)['compose.yaml']).toBe('kept');
    expect(second.writes).toEqual([]);
  });

  test('is never overwritten by a plan that was not applied before', async () => {
    const texts = before();
    texts.set('services/billing/main.ts', 'export const billing = 42;\n');
    const { conflicts } = await plan(texts);
    expect(conflicts.map(({ path }) => path)).toEqual(['services/billing/main.ts']);
    expect(conflicts.map(differenceOf).join('')).toContain('-export const billing = 42;\n+export const billing = ');
  });

  test('a service that was deleted and is born again is added to shared files again', async () => {
    const texts = await applied();
    for (const path of texts.keys()) if (path.startsWith('services/billing/')) texts.delete(path);
    texts.set('compose.yaml', 'services: {}\n');
    expect(kindsOf(await plan(texts))).toMatchObject({
      'compose.yaml': 'changed',
      'services/billing/main.ts': 'created',
    });
  });

  test('files with Windows line ends keep them, and are no conflict', async () => {
    const texts = new Map([...(await applied())].map(([path, text]) => [path, text.replaceAll('\n', '\r\n')]));
    texts.set('compose.yaml', '# by hand\r\nservices:\r\n  orders: { build: . }\r\n');
    const made = await plan(texts);
    expect(made.conflicts).toEqual([]);
    const compose = made.outcomes.find(({ path }) => path === 'compose.yaml');
    expect(compose?.after).toBe('# by hand\r\nservices:\r\n  orders: { build: . }\r\n  billing:\r\n    build: .\r\n');
  });

  test('a text that was formatted stays so, one that was not keeps its form', async () => {
    const texts = before();
    texts.set('package.json', '{"name":"shop",   "scripts":{}}');
    const { outcomes } = await plan(texts);
    expect(outcomes.find(({ path }) => path === 'package.json')?.after).toMatch(/^{"name":"shop", {3}"scripts":{/);
  });
});

test('pristine texts grow with the files they stand for', async () => {
  const texts = await applied();
  expect(texts.get(pristinePath('services/billing/main.ts'))).toBe(`export const billing = 'Billing';\n`);
  expect(texts.has(pristinePath('package.json')), 'not made by msvc').toBe(false);
  expect(texts.get(pristinePath('compose.yaml'))).toBe('services:\n  billing:\n    build: .\n');
  expect(texts.get('compose.yaml')).toContain('orders: { build: . } # theirs');
});

test.each([
  ['compose.yaml', 'services: [\n', /compose.yaml cannot be added to: broken YAML in line \d/],
  ['package.json', '{ "a": ', /package.json cannot be added to: broken JSON in line 1/],
  ['all.ts', 'export const all = [', /all.ts cannot be added to: broken TypeScript in line 1/],
  ['all.ts', 'export const all = list();', /add `billing` by hand/],
])('a broken %s stops the plan in words', async (path, text, message) => {
  const texts = before();
  texts.set(path, text);
  const error: unknown = await plan(texts).catch((each: unknown) => each);
  expect(error).toBeInstanceOf(UserError);
  expect((error as UserError).message).toMatch(message);
});

test('a template that asks for what nobody gave is an error of ours', async () => {
  templates['mini/files/bad.txt.hbs'] = '{{nothing}}';
  await expect(plan(before())).rejects.toThrow('template files/bad.txt.hbs: "nothing" not defined');
  delete templates['mini/files/bad.txt.hbs'];
});
