import type { Rule } from '../../model/rule.ts';

/** What services agree on: APIs, messages, sagas. */
export const contracts: readonly Rule[] = [];
