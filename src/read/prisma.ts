import type { PrismaFact } from '../model/fact/data.ts';
import type { At } from '../model/fact/module.ts';
import { defineReader, given } from './reader.ts';
import { maskedText } from './secrets.ts';

/** Prisma schemas: the datasource, where the client goes, and the tables behind the models. */
export const prismaReader = defineReader({
  id: 'prisma',
  version: 3,
  takes: (path) => path.endsWith('.prisma'),
  read: ({ text }) => {
    const blocks = blocksOf(text);
    const open = blocks.find((block) => !block.closed);
    const unreadable = open
      ? [{ why: `This is no Prisma schema: the ${open.type} is never closed.`, at: open.at }]
      : [];
    return { facts: [schemaOf(blocks)], unreadable };
  },
});

type Block = {
  readonly type: string;
  readonly name: string;
  readonly lines: readonly string[];
  readonly at: At;
  readonly closed: boolean;
};

function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let current: { type: string; name: string; lines: string[]; at: At } | undefined;
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = raw.replace(/^((?:[^"/]|"[^"]*"|\/(?!\/))*)\/\/.*$/, '$1').trim();
    const [, type, name] = /^(datasource|generator|model|view|type|enum)\s+(\w+)\s*\{/.exec(line) ?? [];
    if (type !== undefined && name !== undefined) {
      if (current) blocks.push({ ...current, closed: false });
      current = { type, name, lines: [], at: [index + 1, raw.length - raw.trimStart().length + 1] };
    } else if (line === '}' && current) {
      blocks.push({ ...current, closed: true });
      current = undefined;
    } else if (line !== '') current?.lines.push(line);
  });
  if (current) blocks.push({ ...current, closed: false });
  return blocks;
}

function schemaOf(blocks: readonly Block[]): PrismaFact {
  const datasource = blocks.find(({ type }) => type === 'datasource');
  const models = blocks.filter(({ type }) => type === 'model' || type === 'view');
  const clients = blocks.filter((block) => block.type === 'generator' && isClient(block));
  return {
    kind: 'prisma',
    ...(datasource ? { datasource: datasourceOf(datasource) } : {}),
    ...given('output', clients.map((block) => settingOf(block, 'output')?.text).find(Boolean)),
    models: models.map((block) => modelOf(block, new Set(models.map(({ name }) => name)))),
  };
}

/** Others write documentation, diagrams or schemas of their own. */
const isClient = (block: Block): boolean => /^prisma-client(?:-js)?$/.test(settingOf(block, 'provider')?.text ?? '');

type Setting = { readonly env?: string; readonly text?: string };

function settingOf({ lines }: Block, name: string): Setting | undefined {
  for (const line of lines) {
    const [, key, env, text] = /^(\w+)\s*=\s*(?:env\(\s*"([^"]*)"\s*\)|"([^"]*)")/.exec(line) ?? [];
    if (key === name)
      return { ...given('env', env), ...given('text', text === undefined ? undefined : maskedText(text)) };
  }
  return undefined;
}

const datasourceOf = (block: Block): NonNullable<PrismaFact['datasource']> => ({
  provider: settingOf(block, 'provider')?.text ?? '',
  ...given('url', settingOf(block, 'url')),
  at: block.at,
});

function modelOf({ name, lines, at }: Block, models: ReadonlySet<string>): PrismaFact['models'][number] {
  const relations = lines.flatMap((line) => {
    const [, field, type] = /^(\w+)\s+(\w+)/.exec(line) ?? [];
    return field !== undefined && type !== undefined && models.has(type) ? [[field, type] as const] : [];
  });
  const attribute = (word: string) =>
    lines.map((line) => new RegExp(`^@@${word}\\(\\s*(?:\\w+:\\s*)?"([^"]*)"`).exec(line)?.[1]);
  const fieldKeys = lines.flatMap((line) => {
    const [, field] = /^(\w+)\s.*@(?:id|unique)\b/.exec(line) ?? [];
    return field === undefined || line.startsWith('@@') ? [] : [[columnOf(field, line)]];
  });
  const blockKeys = lines.flatMap((line) => {
    const [, fields] = /^@@(?:id|unique)\(\s*(?:fields:\s*)?\[([^\]]*)\]/.exec(line) ?? [];
    return fields === undefined ? [] : [fields.split(',').map((field) => field.trim().replace(/\(.*$/, ''))];
  });
  return {
    name,
    table: attribute('map').find((text) => text !== undefined) ?? name,
    ...given(
      'schema',
      attribute('schema').find((text) => text !== undefined),
    ),
    uniques: [...fieldKeys, ...blockKeys],
    ...given('relations', relations.length > 0 ? Object.fromEntries(relations) : undefined),
    at,
  };
}

/** A field's column: `@map("other_name")` or its own name. */
const columnOf = (field: string, line: string): string => /[^@]@map\(\s*"([^"]*)"/.exec(line)?.[1] ?? field;
