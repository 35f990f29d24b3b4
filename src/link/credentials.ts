import type { Credential } from '../model/credential.ts';
import type { FactIndex, Units } from './types.ts';

/** Credentials, with the services in whose folders they stand. */
export const credentialsOf = (index: FactIndex, units: Units): readonly Credential[] =>
  index.ofKind('credential').map(({ file, fact: { what, name, at } }) => ({
    what,
    name,
    services: units.ownersOf(file).flatMap((owner) => ('context' in owner ? [owner.name] : [])),
    at: { file, line: at[0], column: at[1], basis: 'declared' },
  }));
