import type { Rule } from '../../model/rule.ts';

/** Who owns what, and what changes together. */
export const boundaries: readonly Rule[] = [];
