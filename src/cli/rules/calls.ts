import type { Rule } from '../../model/rule.ts';
import hardcodedEndpoint from '../../../rules/hardcoded-endpoint/rule.ts';
import missingTimeout from '../../../rules/missing-timeout/rule.ts';

/** How services wait for each other. */
export const calls: readonly Rule[] = [missingTimeout, hardcodedEndpoint];
