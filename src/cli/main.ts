import { Command, CommanderError } from 'commander';
import { UserError } from '../errors.ts';
import type { Bind } from './command.ts';
import { failureText } from './failure.ts';
import { commands } from './commands/index.ts';
import { version } from './version.ts';
import { exitCodes, processWorld, type World } from './world.ts';

/** Runs one command line in this process; answers with the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    return await run(argv, processWorld());
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(failureText(error));
    return exitCodes.usage;
  }
}

/** Runs one command line in a given world; never exits, never throws. */
export async function run(argv: readonly string[], world: World): Promise<number> {
  let code: number = exitCodes.clean;
  const bind: Bind =
    (action) =>
    async (...args) => {
      code = await action(world, ...args);
    };
  const program = programOf(world);
  for (const define of commands) define(program, bind);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    return reportFailure(error, world);
  }
}

function programOf(world: World): Command {
  return new Command('msvc')
    .description('Scaffold bounded-context services, and judge any workspace of microservices.')
    .version(version, '-v, --version')
    .configureOutput({
      writeOut: world.out,
      writeErr: world.err,
      outputError: (text, write) =>
        write(
          text
            .replace(/^error: (.)/, (_, first: string) => ` ✖ MSVC-001  ${first.toUpperCase()}`)
            .replace(/\n\(/, '\n   ('),
        ),
    })
    .showSuggestionAfterError()
    .showHelpAfterError('   msvc --help shows what there is.')
    .exitOverride();
}

function reportFailure(error: unknown, world: World): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.clean : exitCodes.usage;
  if (error instanceof UserError) {
    world.err(failureText(error));
    return exitCodes.usage;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  world.err(
    ` ✖ This is a bug in msvc ${version} (Node ${process.versions.node}). Please report it with the lines below.\n\n${stack}\n`,
  );
  return exitCodes.bug;
}
