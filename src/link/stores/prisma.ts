import type { PrismaFact } from '../../model/fact/data.ts';
import { folderOf, isWithin, upFrom } from '../../model/paths.ts';
import type { FactIndex, Resolved, StoreOpening, Units } from '../types.ts';
import { engineOf } from './address.ts';

export type Schema = { readonly file: string; readonly fact: PrismaFact };

/** An opening of a Prisma client, completed from its schema: engine, address, and the tables behind the models. */
export function withSchema(opening: StoreOpening, units: Units, index: FactIndex): StoreOpening {
  if (opening.engine !== 'prisma') return opening;
  const schema = schemaOf(opening, units, index);
  const source = schema?.fact.datasource;
  if (!schema || !source) return opening;
  const at = { file: schema.file, line: source.at[0], column: source.at[1], basis: 'declared' } as const;
  const models = new Map(schema.fact.models.map((model) => [model.name.toLowerCase(), model.table]));
  return {
    ...opening,
    engine: engineOf(source.provider),
    url: opening.url ?? urlOf(source, opening.service, units, at),
    tables: opening.tables.map((use) => ({ ...use, table: models.get(use.table.toLowerCase()) ?? use.table })),
    evidence: [...opening.evidence, at],
  };
}

type Source = NonNullable<PrismaFact['datasource']>;

function urlOf({ url }: Source, service: string, units: Units, at: Resolved['evidence'][number]): readonly Resolved[] {
  if (url?.env === undefined) return url?.text === undefined ? [] : [{ text: url.text, env: [], evidence: [at] }];
  const { env } = url;
  const values = units.environmentOf(service).valuesOf(env);
  if (values.length === 0) return [{ env: [env], evidence: [at] }];
  return values.map(({ deployment, value, reference, evidence }) => ({
    ...(value === undefined ? {} : { text: value }),
    ...(reference === undefined ? {} : { reference }),
    env: [env],
    deployment,
    evidence: [evidence, at],
  }));
}

/** The schema that code names; else one in the service's folder; else one beside it, the nearest above. */
export function schemaOf(
  opening: Pick<StoreOpening, 'service' | 'schemaFile'>,
  units: Units,
  index: FactIndex,
): Schema | undefined {
  const all = index.ofKind('prisma').filter(({ fact }) => fact.datasource);
  const named = all.find(({ file }) => file === opening.schemaFile);
  const path = units.services.find(({ name }) => name === opening.service)?.path;
  if (named || path === undefined) return named;
  const inside = all.filter(({ file }) => isWithin(file, path));
  if (inside.length > 0) return inside.toSorted((a, b) => a.file.length - b.file.length)[0];
  for (const above of upFrom(folderOf(path))) {
    const near = all.filter(({ file }) => isWithin(file, above));
    if (near.length > 0) return near.toSorted((a, b) => a.file.length - b.file.length)[0];
  }
  return undefined;
}
