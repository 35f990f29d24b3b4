import type { Rule } from '../../model/rule.ts';

/** How services wait for each other. */
export const calls: readonly Rule[] = [];
