import type { Parts, Style } from './style.ts';
import { lines, quoted } from './style.ts';

/** A class that holds its client in a field, set where it is made or, if it must be waited for, by `open`. */
export const holder = (
  { imports, type, make, use, late }: Parts,
  name: string,
  exported = 'export ',
): readonly string[] => [
  imports,
  `${exported}class ${name}Gateway {`,
  ...(late
    ? [
        `  private client!: ${type};`,
        '  private readonly address: string;',
        '  constructor(address: string) {',
        '    this.address = address;',
        '  }',
        '  async open(): Promise<void> {',
        `    this.client = ${make('this.address')}; // @make`,
        '  }',
      ]
    : [
        `  private readonly client: ${type};`,
        '  constructor(address: string) {',
        `    this.client = ${make('address')}; // @make`,
        '  }',
        '  async open(): Promise<void> {}',
      ]),
  '  async perform(subject: string): Promise<void> {',
  `    ${use('this.client', 'subject')}; // @use`,
  '  }',
  '}',
];

export const wrapperClass: Style = (parts, { address, subject }, name) => ({
  files: {
    'gateway.ts': lines(...holder(parts, name)),
    'run.ts': lines(
      `import { ${name}Gateway } from './gateway.ts';`,
      `const gateway = new ${name}Gateway('${address}');`,
      'export async function run(): Promise<void> {',
      '  await gateway.open();',
      `  await gateway.perform('${subject}');`,
      '}',
    ),
  },
});

export const injected: Style = ({ imports, type, make, use }, { address, subject }, name) => ({
  files: {
    'ports.ts': lines(`export interface ${name}Port { perform(): Promise<void> }`),
    'adapter.ts': lines(
      imports,
      `import type { ${name}Port } from './ports.ts';`,
      `export class ${name}Adapter implements ${name}Port {`,
      `  constructor(private readonly client: ${type}, private readonly subject: string) {}`,
      '  async perform(): Promise<void> {',
      `    ${use('this.client', 'this.subject')}; // @use`,
      '  }',
      '}',
    ),
    'use-case.ts': lines(
      `import type { ${name}Port } from './ports.ts';`,
      `export class ${name}UseCase {`,
      `  constructor(private readonly port: ${name}Port) {}`,
      '  async execute(): Promise<void> {',
      '    await this.port.perform();',
      '  }',
      '}',
    ),
    'run.ts': lines(
      imports,
      `import { ${name}Adapter } from './adapter.ts';`,
      `import { ${name}UseCase } from './use-case.ts';`,
      'export async function run(): Promise<void> {',
      `  const client = ${make(quoted(address))}; // @make`,
      `  await new ${name}UseCase(new ${name}Adapter(client, '${subject}')).execute();`,
      '}',
    ),
  },
});

export const injectedByNest: Style = ({ imports, type, make, use }, { address, subject }, name) => ({
  files: {
    'module.ts': lines(
      imports,
      `import { Inject, Injectable, Module, type OnModuleInit } from '@nestjs/common';`,
      `export const CLIENT = Symbol('${name}');`,
      '@Injectable()',
      `export class ${name}Service implements OnModuleInit {`,
      `  constructor(@Inject(CLIENT) private readonly client: ${type}, @Inject('${name}_SUBJECT') private readonly subject: string) {}`,
      '  async onModuleInit(): Promise<void> {',
      `    ${use('this.client', 'this.subject')}; // @use`,
      '  }',
      '}',
      '@Module({',
      '  providers: [',
      `    ${name}Service,`,
      `    { provide: '${name}_SUBJECT', useValue: '${subject}' },`,
      `    { provide: CLIENT, useFactory: async () => (${make(quoted(address))}) }, // @make`,
      '  ],',
      '})',
      `export class ${name}Module {}`,
    ),
    'run.ts': lines(
      `import { NestFactory } from '@nestjs/core';`,
      `import { ${name}Module } from './module.ts';`,
      'export async function run(): Promise<void> {',
      `  await NestFactory.createApplicationContext(${name}Module);`,
      '}',
    ),
  },
});

export const baseClass: Style = ({ imports, type, make, use }, { address, subject }, name) => ({
  files: {
    'base.ts': lines(
      imports,
      `export abstract class ${name}Base {`,
      '  protected abstract readonly subject: string;',
      `  constructor(protected readonly client: ${type}) {}`,
      '  async perform(): Promise<void> {',
      `    ${use('this.client', 'this.subject')}; // @use`,
      '  }',
      '}',
    ),
    'run.ts': lines(
      imports,
      `import { ${name}Base } from './base.ts';`,
      `class ${name}Heir extends ${name}Base {`,
      `  protected readonly subject = '${subject}';`,
      '}',
      'export async function run(): Promise<void> {',
      `  const client = ${make(quoted(address))}; // @make`,
      `  await new ${name}Heir(client).perform();`,
      '}',
    ),
  },
});

export const singleton: Style = ({ imports, type, make, use }, { address, subject }, name) => ({
  files: {
    'client.ts': lines(
      imports,
      `export class ${name}Clients {`,
      `  private static client: ${type} | undefined;`,
      `  static async get(): Promise<${type}> {`,
      `    if (!${name}Clients.client) ${name}Clients.client = ${make(quoted(address))}; // @make`,
      `    return ${name}Clients.client;`,
      '  }',
      '}',
    ),
    'run.ts': lines(
      imports,
      `import { ${name}Clients } from './client.ts';`,
      'export async function run(): Promise<void> {',
      `  const client = await ${name}Clients.get();`,
      `  ${use('client', quoted(subject))}; // @use`,
      '}',
    ),
  },
});
