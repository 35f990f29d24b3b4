import type { Evidence, NonEmpty } from './evidence.ts';

/** Something in a library by which data of the domain is kept: an entity class, a schema, a table, a Prisma model. */
export type DomainPiece = {
  /** The library it lies in, by name and folder. */
  readonly library: string;
  readonly path: string;
  readonly name: string;
  readonly what: PieceKind;
  /** The services that load it when they run; an `import type` loads nothing. */
  readonly loadedBy: NonEmpty<string>;
  readonly evidence: NonEmpty<Evidence>;
};
export type PieceKind = 'entity' | 'schema' | 'table' | 'model';
