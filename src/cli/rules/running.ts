import type { Rule } from '../../model/rule.ts';

/** How services are built, started, watched and stopped. */
export const running: readonly Rule[] = [];
