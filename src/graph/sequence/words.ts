import type { Circumstance } from '../types.ts';

/** What a step happens in, as it is said. */
export const circumstanceWords: Readonly<Record<Circumstance, string>> = {
  loop: 'in a loop',
  parallel: 'side by side',
  sometimes: 'sometimes',
};
