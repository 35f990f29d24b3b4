import type { Place } from './evidence.ts';

/** A name or pattern of msvc.yaml that speaks of nothing here. */
export type Idle = {
  readonly at: Place;
  readonly text: string;
} & (
  | { readonly what: 'ignore' }
  /** `text` is one of the context’s paths. */
  | { readonly what: 'path'; readonly context: string }
  /** `text` is the name of a context that gives no paths. */
  | { readonly what: 'context' }
);
