import type { Rule } from '../model/rule.ts';
import { boundaries } from './rules/boundaries.ts';
import { calls } from './rules/calls.ts';
import { contracts } from './rules/contracts.ts';
import { core } from './rules/core.ts';
import { hygiene } from './rules/hygiene.ts';
import { running } from './rules/running.ts';

/** Every rule, in the order of `msvc rules`. */
export const rules: readonly Rule[] = [...core, ...calls, ...contracts, ...running, ...boundaries, ...hygiene];
