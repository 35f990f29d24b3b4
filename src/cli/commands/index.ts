import type { CommandDefinition } from '../command.ts';
import { dev } from './dev.ts';
import { doctor } from './doctor.ts';
import { explain } from './explain.ts';
import { graph } from './graph.ts';
import { hook } from './hook.ts';
import { lint } from './lint.ts';
import { addCommand, newCommand } from './new.ts';
import { rulesCommand } from './rules.ts';
import { trace } from './trace.ts';

/** Every command, in the order of `msvc --help`. */
export const commands: readonly CommandDefinition[] = [
  lint,
  graph,
  explain,
  rulesCommand,
  newCommand,
  addCommand,
  dev,
  trace,
  hook,
  doctor,
];
