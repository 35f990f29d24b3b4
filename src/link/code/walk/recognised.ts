import { recogniseHeir } from '../libraries/heirs.ts';
import type { LibraryCall, Recognised } from '../types.ts';

/** What all that know a package say of a call, as one; nothing where nobody knows it. */
export const recognisedIn = (call: LibraryCall): Recognised | undefined => {
  const libraries = call.scope.program.libraryFor(call.callee.package);
  const found = libraries.flatMap((library) => library.recognise?.(call) ?? []);
  if (found.length === 0) return recogniseHeir(call);
  return { ...Object.assign({}, ...found), deeds: found.flatMap((item) => item.deeds ?? []) };
};
