import type { CommandDefinition } from '../command.ts';
import { dev } from './dev.ts';
import { doctor } from './doctor.ts';
import { hook } from './hook.ts';
import { addCommand, newCommand } from './new.ts';
import { trace } from './trace.ts';

/** Every command, in the order of `msvc --help`. */
export const commands: readonly CommandDefinition[] = [newCommand, addCommand, dev, trace, hook, doctor];
