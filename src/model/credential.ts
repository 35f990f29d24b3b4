import type { Evidence } from './evidence.ts';
import type { CredentialKind } from './fact/credential.ts';
import type { ServiceName } from './model.ts';

/** A credential in the workspace: what it is, what it is called, and where it stands. Its value is kept nowhere. */
export type Credential = {
  readonly what: CredentialKind;
  readonly name: string;
  /** The services in whose folder it stands. */
  readonly services: readonly ServiceName[];
  readonly at: Evidence;
};
