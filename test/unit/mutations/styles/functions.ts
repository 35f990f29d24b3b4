import type { Style } from './style.ts';
import { lines, quoted, variable } from './style.ts';

export const inline: Style = ({ imports, make, use }, { address, subject }) => ({
  files: {
    'run.ts': lines(
      imports,
      'export async function run(): Promise<void> {',
      `  const client = ${make(quoted(address))}; // @make`,
      `  ${use('client', quoted(subject))}; // @use`,
      '}',
    ),
  },
});

export const constant: Style = ({ imports, make, use }, { address, subject }) => ({
  files: {
    'run.ts': lines(
      imports,
      `const ADDRESS = '${address}';`,
      `const SUBJECT = '${subject}' as const;`,
      `const client = ${make('ADDRESS')}; // @make`,
      'export const run = async (): Promise<void> => {',
      `  ${use('client', 'SUBJECT')}; // @use`,
      '};',
    ),
  },
});

export const joinedText: Style = ({ imports, make, use }, { address, subject }) => {
  const half = (text: string) => Math.ceil(text.length / 2);
  return {
    files: {
      'run.ts': lines(
        imports,
        `const head = '${address.slice(0, half(address))}';`,
        `const tail = '${subject.slice(half(subject))}';`,
        `const subject = '${subject.slice(0, half(subject))}' + tail;`,
        'export async function run(): Promise<void> {',
        `  const client = ${make(`\`\${head}${address.slice(half(address))}\``)}; // @make`,
        `  ${use('client', 'subject')}; // @use`,
        '}',
      ),
    },
  };
};

export const factory: Style = ({ imports, make, use }, { address, subject }, name) => ({
  files: {
    'factory.ts': lines(
      imports,
      `export async function create${name}(address: string) {`,
      `  const client = ${make('address')}; // @make`,
      '  return {',
      '    async perform(subject: string): Promise<void> {',
      `      ${use('client', 'subject')}; // @use`,
      '    },',
      '  };',
      '}',
    ),
    'run.ts': lines(
      `import { create${name} } from './factory.ts';`,
      'export async function run(): Promise<void> {',
      `  const gateway = await create${name}('${address}');`,
      `  await gateway.perform('${subject}');`,
      '}',
    ),
  },
});

export const callback: Style = ({ imports, type, make, use }, { address, subject }) => ({
  files: {
    'run.ts': lines(
      imports,
      `const withClient = async <T>(work: (client: ${type}) => Promise<T>): Promise<T> => {`,
      `  const client = ${make(quoted(address))}; // @make`,
      '  return work(client);',
      '};',
      'export const run = (): Promise<void> =>',
      '  withClient(async (client) => {',
      `    ${use('client', quoted(subject))}; // @use`,
      '  });',
    ),
  },
});

export const destructured: Style = ({ imports, make, use }, { address, subject }) => ({
  files: {
    'run.ts': lines(
      imports,
      `const settings = { address: '${address}', subjects: ['${subject}'] };`,
      'const clients = async ({ address }: { address: string }) => {',
      `  const client = ${make('address')}; // @make`,
      '  return { client };',
      '};',
      'export async function run(): Promise<void> {',
      '  const { client } = await clients(settings);',
      '  const { subjects: [first] } = settings;',
      `  ${use('client', 'first')}; // @use`,
      '}',
    ),
  },
});

export const objectModule: Style = ({ imports, make, use }, { address, subject }) => ({
  files: {
    'gateway.ts': lines(
      imports,
      'const gateway = {',
      `  client: ${make(quoted(address))}, // @make`,
      '  async perform(subject: string): Promise<void> {',
      `    ${use('this.client', 'subject')}; // @use`,
      '  },',
      '};',
      'export default gateway;',
    ),
    'run.ts': lines(
      `import gateway from './gateway.ts';`,
      'export async function run(): Promise<void> {',
      `  await gateway.perform('${subject}');`,
      '}',
    ),
  },
});

export const variableWithDefault: Style = ({ imports, make, use }, { address, subject }, name) => ({
  files: {
    'run.ts': lines(
      imports,
      `const address = process.env.${variable(name)}_ADDRESS ?? '${address}';`,
      `const { ${variable(name)}_SUBJECT: subject = '${subject}' } = process.env;`,
      'export async function run(): Promise<void> {',
      `  const client = ${make('address')}; // @make`,
      `  ${use('client', 'subject')}; // @use`,
      '}',
    ),
  },
});
