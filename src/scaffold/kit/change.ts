import type { SourceFile } from 'ts-morph';
import type { TextEdit } from './text-edit.ts';

/** A value of JSON, as it is merged. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What becomes of a merge where its file is not there: the addition alone, or nothing. */
type Absent = { readonly ifAbsent?: 'create' | 'skip' };

/**
 * One thing a capability wants to be so. A file that exists with another text is never replaced by `create`; the others
 * add what is missing, keep what is there, and change nothing the second time.
 */
export type Change =
  | { readonly kind: 'create'; readonly path: string; readonly content: string; readonly executable?: boolean }
  | ({ readonly kind: 'merge-json'; readonly path: string; readonly fragment: Json } & Absent)
  | ({ readonly kind: 'merge-yaml'; readonly path: string; readonly fragment: string } & Absent)
  | ({
      readonly kind: 'add-lines';
      readonly path: string;
      readonly lines: readonly string[];
      /** Put after the last line that holds this text; at the end where there is none. */
      readonly after?: string;
    } & Absent)
  /** Put at the end of a file that is there, unless it holds this text already. */
  | { readonly kind: 'append-text'; readonly path: string; readonly text: string; readonly unless: string }
  | {
      /** Each of the texts, wherever it stands, becomes the other; what its owner has edited is no such text. */
      readonly kind: 'replace-text';
      readonly path: string;
      readonly replace: readonly { readonly from: string; readonly to: string }[];
    }
  /** What is added to a contract; the edit does nothing where its result stands already. */
  | { readonly kind: 'edit-proto'; readonly path: string; readonly edit: (proto: string) => string }
  | { readonly kind: 'edit-typescript'; readonly path: string; readonly edit: (file: SourceFile) => void }
  | {
      readonly kind: 'edit-text';
      readonly path: string;
      /** The text that the offsets count in. */
      readonly of: string;
      readonly edits: readonly TextEdit[];
    };

export type ChangeKind = Change['kind'];
