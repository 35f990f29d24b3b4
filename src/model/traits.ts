import type { Evidence } from './evidence.ts';
import type { Mark } from './fact/marks.ts';
import type { ServiceName } from './model.ts';

/** What the code of a service is like, beyond what it offers and does. */
export type Traits = {
  readonly service: ServiceName;
  /** `foreign`: another language, of which only words are known. `none`: no code of it is here. */
  readonly code: 'read' | 'foreign' | 'none';
  /** Whether all of what was read was followed. */
  readonly isWhole: boolean;
  /** What its files speak of. */
  readonly marks: readonly Mark[];
  /** Packages that its files import at run time, each where it is imported first. */
  readonly libraries: readonly LibraryUse[];
  /** What Node is told to load before the program. */
  readonly preloads: readonly LibraryUse[];
  /** Where it begins to serve or to consume. */
  readonly starts: readonly Evidence[];
  readonly endings: readonly Ending[];
  readonly console?: { readonly count: number; readonly at: Evidence };
};

export type LibraryUse = { readonly name: string; readonly at: Evidence };

/** What it does when it is told to stop: a signal is handled, or its framework is told to. */
export type Ending = {
  readonly by: 'SIGTERM' | 'SIGINT' | 'signals' | 'shutdown-hooks';
  readonly at: Evidence;
};
