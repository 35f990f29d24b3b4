import type { Command } from 'commander';
import type { World } from './world.ts';

/**
 * One command: declares its words and flags at once, and loads what it needs only when it runs.
 * The action answers with an exit code (see `exitCodes`).
 */
export type CommandDefinition = (program: Command, bind: Bind) => void;

/** Ties an action to the world and hands its exit code to `run`. */
export type Bind = <A extends readonly unknown[]>(
  action: (world: World, ...args: A) => Promise<number>,
) => (...args: A) => Promise<void>;
