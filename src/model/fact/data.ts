import type { At } from './module.ts';
import type { Value } from './value.ts';

/** What one SQL statement does to one table. */
export type TableUse = {
  readonly table: string;
  readonly schema?: string;
  readonly verb: 'create' | 'alter' | 'drop' | 'select' | 'insert' | 'update' | 'delete' | 'upsert' | 'reference';
  /** What is created, altered or dropped is a view. */
  readonly view?: true;
};

/** The statements of an .sql file (a migration, a seed, a query). */
export type SqlFact = {
  readonly kind: 'sql';
  readonly statements: readonly {
    readonly uses: readonly TableUse[];
    readonly uniques: readonly UniqueKey[];
    readonly databases: readonly string[];
    readonly at: At;
  }[];
};
export type UniqueKey = { readonly table: string; readonly columns: readonly string[] };

/** A Prisma schema. `url` is `env("NAME")` as `{env}` or a literal, credentials masked. */
export type PrismaFact = {
  readonly kind: 'prisma';
  readonly datasource?: {
    readonly provider: string;
    readonly url?: { readonly env?: string; readonly text?: string };
    readonly at: At;
  };
  /** Where the client is generated to, as written. */
  readonly output?: string;
  readonly models: readonly {
    readonly name: string;
    readonly table: string;
    readonly schema?: string;
    readonly uniques: readonly (readonly string[])[];
    /** Fields that are other models, by name. */
    readonly relations?: Readonly<Record<string, string>>;
    readonly at: At;
  }[];
};

/** A database that Spring or .NET configuration names. `of` is the service that a config server's file is for. */
export type ConnectionFact = {
  readonly kind: 'connection';
  /** The key it stands under: `ConnectionStrings.Orders`, `spring.datasource`. */
  readonly name: string;
  /** Empty where the text alone does not say. */
  readonly engine: string;
  readonly url?: string;
  readonly host?: string;
  readonly port?: string;
  readonly database?: string;
  readonly of?: string;
  readonly at: At;
};

/** A JSON file of settings, as a module that says nothing else would export it. */
export type DataFact = { readonly kind: 'data'; readonly value: Value; readonly at: At };
