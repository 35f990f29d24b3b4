import type { Evidence } from './evidence.ts';
import type { ContextName } from './model.ts';

/** Somebody whom a file names as the owner of a context or of a folder in it. */
export type OwnerClaim = {
  /** As written: `@shop/orders`, `@alice`, `alice@shop.example`. */
  readonly owner: string;
  readonly by: 'msvc.yaml' | 'CODEOWNERS';
  /** The line is for the whole workspace, and says nothing of this context. */
  readonly forAll?: true;
  readonly evidence: Evidence;
};

/** Who owns what, as far as the workspace says. */
export type Ownership = {
  /** Whether the workspace names owners at all: in CODEOWNERS, or for any context in msvc.yaml. */
  readonly isNamed: boolean;
  readonly contexts: readonly {
    readonly context: ContextName;
    /** Where msvc.yaml declares the context. */
    readonly declaredAt?: Evidence;
    readonly claims: readonly OwnerClaim[];
  }[];
};

export const noOwnership: Ownership = { isNamed: false, contexts: [] };
