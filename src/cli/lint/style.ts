import type { Style } from '../../report/types.ts';
import type { World } from '../world.ts';

/** How text may look in this world: colour only for people who want it, lines no wider than they can be read. */
export function styleOf({ terminal, env }: World): Style {
  const color = terminal.output && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  return { color, columns: terminal.output ? Math.min(Math.max(terminal.columns, 60), 120) : 110 };
}
