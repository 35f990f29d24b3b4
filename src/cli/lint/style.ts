import type { Style } from '../../report/types.ts';
import type { World } from '../world.ts';

/** How text may look in this world: colour only for people who want it, lines no wider than they can be read. */
export function styleOf({ terminal, env }: Pick<World, 'terminal' | 'env'>): Style {
  const wanted = terminal.output ? env['TERM'] !== 'dumb' : !['', '0', undefined].includes(env['FORCE_COLOR']);
  const color = wanted && !env['NO_COLOR'];
  return { color, columns: terminal.output ? Math.min(Math.max(terminal.columns, 60), 120) : 110 };
}
