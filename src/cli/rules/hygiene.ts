import type { Rule } from '../../model/rule.ts';
import staleBaseline from '../../../rules/stale-baseline/rule.ts';
import staleSuppression from '../../../rules/stale-suppression/rule.ts';
import unknownContext from '../../../rules/unknown-context/rule.ts';
import unreadableFile from '../../../rules/unreadable-file/rule.ts';

/** The tool’s own: nothing is ignored silently. */
export const hygiene: readonly Rule[] = [unreadableFile, unknownContext, staleSuppression, staleBaseline];
