import type { Rule } from '../../model/rule.ts';
import unreadableFile from '../../../rules/unreadable-file/rule.ts';

/** The tool’s own: nothing is ignored silently. */
export const hygiene: readonly Rule[] = [unreadableFile];
