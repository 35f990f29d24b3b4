import { holder } from './classes.ts';
import type { Style } from './style.ts';
import { lines, quoted, variable } from './style.ts';

export const anotherFile: Style = ({ imports, make, use }, { address, subject }) => ({
  files: {
    'settings.ts': lines(
      `export const settings = { address: '${address}', subjects: { main: '${subject}' } } as const;`,
    ),
    'client.ts': lines(
      imports,
      `import { settings } from './settings.ts';`,
      `export const client = ${make('settings.address')}; // @make`,
    ),
    'run.ts': lines(
      imports,
      `import { client } from './client.ts';`,
      `import { settings } from './settings.ts';`,
      'export async function run(): Promise<void> {',
      `  ${use('client', 'settings.subjects.main')}; // @use`,
      '}',
    ),
  },
});

export const barrel: Style = ({ imports, make, use }, { address, subject }, name) => ({
  files: {
    'lib/client.ts': lines(
      imports,
      `import { ${name}Subject as Name } from './subjects.ts';`,
      `const client = ${make(quoted(address))}; // @make`,
      'export const perform = async (subject: Name): Promise<void> => {',
      `  ${use('client', 'subject')}; // @use`,
      '};',
    ),
    'lib/subjects.ts': lines(`export enum ${name}Subject {`, `  Main = '${subject}',`, `}`),
    'lib/index.ts': lines(`export * from './client.ts';`, `export { ${name}Subject as Subject } from './subjects.ts';`),
    'run.ts': lines(
      `import { perform, Subject } from './lib/index.ts';`,
      'export const run = (): Promise<void> => perform(Subject.Main);',
    ),
  },
});

export const variableOfDeployment: Style = ({ imports, make, use }, { address, subject }, name) => ({
  environment: { [`${variable(name)}_ADDRESS`]: address, [`${variable(name)}_SUBJECT`]: subject },
  files: {
    'settings.ts': lines(
      'const required = (name: string): string => {',
      '  const value = process.env[name];',
      '  if (value === undefined) throw new Error(`${name} is not set`);',
      '  return value;',
      '};',
      'export const settings = () => ({',
      `  address: required('${variable(name)}_ADDRESS'),`,
      `  subject: required('${variable(name)}_SUBJECT'),`,
      '});',
    ),
    'run.ts': lines(
      imports,
      `import { settings } from './settings.ts';`,
      'export async function run(): Promise<void> {',
      '  const { address, subject } = settings();',
      `  const client = ${make('address')}; // @make`,
      `  ${use('client', 'subject')}; // @use`,
      '}',
    ),
  },
});

export const sharedPackage: Style = (parts, { address, subject }, name) => ({
  files: {
    [`/chassis/src/${name.toLowerCase()}.ts`]: lines(...holder(parts, name)),
    'run.ts': lines(
      `import { ${name}Gateway } from '@shop/chassis/${name.toLowerCase()}';`,
      'export async function run(): Promise<void> {',
      `  const gateway = new ${name}Gateway('${address}');`,
      '  await gateway.open();',
      `  await gateway.perform('${subject}');`,
      '}',
    ),
  },
});
