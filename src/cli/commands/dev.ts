import { Option } from 'commander';
import { errors } from '../../errors/dev.ts';
import type { CommandDefinition } from '../command.ts';
import { exitCodes, type World } from '../world.ts';

type Options = { readonly portBase?: string; readonly reset?: boolean; readonly format: 'text' | 'json' };

export const dev: CommandDefinition = (program, bind) => {
  program
    .command('dev')
    .argument('[services...]', 'only these (all when none is named)')
    .description('run the workspace here: PostgreSQL, broker and all services, without Docker')
    .option('--port-base <port>', 'count all ports from here; a port in use is then an error')
    .option('--reset', 'delete the local data first')
    .addOption(new Option('--format <format>', 'json is one object a line').choices(['text', 'json']).default('text'))
    .addHelpText('after', examples)
    .action(bind(run));
};

const examples = `
Examples:
  msvc dev                      everything; Ctrl-C stops it, a second one at once
  msvc dev orders payments      only these two
  msvc dev --reset              begin with empty databases
  msvc trace                    in another terminal: the traces it has seen

Data, passwords and ports are in .dev; dev.json tells scripts what runs where, and the address of each database.
Services start again when their files or the chassis change, and when they crash; a changed contract is generated
first. Variables of your own go into .env. Events travel through PostgreSQL, whatever carries them elsewhere; with
BROKER_URL in the environment or in .env (or BROKER_URL_FILE, for a file that holds it) they travel through the broker
at that address. With OTEL_EXPORTER_OTLP_ENDPOINT the collector at that address gets what \`msvc trace\` gets.
`;

async function run(world: World, names: readonly string[], options: Options): Promise<number> {
  const [{ default: picocolors }, { findWorkspace, selectServices }, { runDev }, { createOutput }, { styleFor }] =
    await Promise.all([
      import('picocolors'),
      import('../../dev/workspace.ts'),
      import('../../dev/run.ts'),
      import('../../dev/output.ts'),
      import('../../dev/log/render.ts'),
    ]);
  ensureNode();
  const portBase = portBaseOf(options.portBase);
  const workspace = findWorkspace(world.cwd);
  const services = selectServices(workspace, names);
  const colored = world.terminal.output && world.env['NO_COLOR'] === undefined;
  const style = styleFor(['msvc', 'postgres', ...services.map(({ name }) => name)], picocolors.createColors(colored));
  const { columns } = world.terminal;
  const output = createOutput({ write: world.out, format: options.format, style, columns });
  const { hard, stop, release } = signalsOf(world);
  try {
    await runDev({ workspace, services, portBase, reset: options.reset === true, say: output.say, stop, hard });
  } finally {
    output.flush();
    release();
  }
  return exitCodes.clean;
}

/** Services are TypeScript, which Node runs as it is from 22.18 on. */
function ensureNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 18)) throw errors.nodeTooOld(process.versions.node);
}

function portBaseOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1024 || port > 65_000) throw errors.badPortBase(text);
  return port;
}

/** npm passes on what the terminal has sent already: one Ctrl-C may arrive twice. */
const sameMs = 150;

/** The first of these asks to drain, the second to stop at once; a closed terminal or pipe is like the first. */
function signalsOf(world: World) {
  const stop = new AbortController();
  const hard = new AbortController();
  let first: number | undefined;
  const press = (): void => {
    first ??= Date.now();
    stop.abort();
    if (Date.now() - first > sameMs) hard.abort();
  };
  const hangUp = (): void => stop.abort();
  if (world.signal.aborted) hangUp();
  world.signal.addEventListener('abort', hangUp, { once: true });
  process.on('SIGINT', press).on('SIGTERM', press).on('SIGHUP', hangUp);
  process.stdout.on('error', hangUp); // stays: what is still to be written may fail later
  const release = (): void => {
    process.off('SIGINT', press).off('SIGTERM', press).off('SIGHUP', hangUp);
  };
  return { stop: stop.signal, hard: hard.signal, release };
}
