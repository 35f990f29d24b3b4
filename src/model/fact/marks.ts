/** What a text speaks of somewhere. Without a place: enough to know that somebody thought of it, and equal after most edits. */
export type MarksFact = { readonly kind: 'marks'; readonly marks: readonly Mark[] };

/**
 * `foreign-code`: it is code of another language. `health`: a path or library of health checks. `sigterm`: the signal's name.
 * `correlation`: an id that belongs to a request is passed on. `limit-range`: a cluster gives what its containers do not say.
 */
export type Mark = 'foreign-code' | 'health' | 'sigterm' | 'correlation' | 'limit-range';
