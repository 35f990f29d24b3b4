import pc from 'picocolors';
import type { Severity } from '../../model/rule.ts';
import type { Style } from '../types.ts';

/** Colours of the terminal, or none. */
export const paintOf = ({ color }: Style) => pc.createColors(color);
export type Paint = ReturnType<typeof paintOf>;

/** A mark that reads without colour too. */
export function markOf(severity: Severity, paint: Paint): string {
  if (severity === 'error') return paint.red('✖');
  return severity === 'warning' ? paint.yellow('⚠') : paint.blue('ℹ');
}
