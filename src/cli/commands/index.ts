import type { CommandDefinition } from '../command.ts';

/** Every command, in the order of `msvc --help`. */
export const commands: readonly CommandDefinition[] = [];
