import { Option } from 'commander';
import type { Span } from '../../dev/trace/span.ts';
import type { TraceSummary } from '../../dev/trace/store.ts';
import { errors } from '../../errors/trace.ts';
import type { CommandDefinition } from '../command.ts';
import { exitCodes, type World } from '../world.ts';

type Options = { readonly format: 'text' | 'json'; readonly all?: boolean };
type Found = readonly { readonly id: string; readonly spans: readonly Span[] }[];

export const trace: CommandDefinition = (program, bind) => {
  program
    .command('trace')
    .argument('[id]', 'the beginning of a trace id, as the log of `msvc dev` shows it (all when none is given)')
    .description('show a trace that the running `msvc dev` has seen, from the edge to the last consumer')
    .option('--all', 'every query as a row of its own')
    .addOption(new Option('--format <format>', 'the form of the answer').choices(['text', 'json']).default('text'))
    .addHelpText('after', '\nExamples:\n  msvc trace\n  msvc trace 4bf92f35\n')
    .action(bind(run));
};

async function run(world: World, id: string | undefined, options: Options): Promise<number> {
  const [{ findWorkspace }, { runningState }] = await Promise.all([
    import('../../dev/workspace.ts'),
    import('../../dev/state.ts'),
  ]);
  const { root } = findWorkspace(world.cwd);
  const state = runningState(root);
  if (!state?.otlp) throw errors.notRunning(root);
  const names = Object.keys(state.services);
  const text = id === undefined ? await listed(state.otlp.url, options) : await shown(state.otlp.url, id, options);
  world.out(await text(names, world));
  return exitCodes.clean;
}

/** Text for a reader in a given world; the renderer is loaded only then. */
type Text = (services: readonly string[], world: World) => Promise<string>;

async function listed(url: string, { format }: Options): Promise<Text> {
  const traces = await ask<readonly TraceSummary[]>(url, '/traces');
  if (format === 'json') return () => Promise.resolve(`${JSON.stringify(traces, null, 2)}\n`);
  return async (services, world) => {
    const { renderTraceList } = await import('../../dev/trace/render.ts');
    return renderTraceList(traces.slice(0, 30), await styleOf(services, world));
  };
}

async function shown(url: string, prefix: string, { format, all }: Options): Promise<Text> {
  const found = /^[0-9a-f]+$/i.test(prefix) ? await ask<Found>(url, `/traces/${prefix.toLowerCase()}`) : [];
  const [only] = found;
  if (!only) throw errors.noSuchTrace(prefix, (await ask<readonly unknown[]>(url, '/traces')).length);
  if (found.length > 1) {
    const ids = found.map((each) => each.id);
    throw errors.ambiguousTrace(prefix, ids);
  }
  if (format === 'json') return () => Promise.resolve(`${JSON.stringify(only, null, 2)}\n`);
  return async (services, world) => {
    const { renderTrace } = await import('../../dev/trace/render.ts');
    return renderTrace(only.id, only.spans, { style: await styleOf(services, world), all: all === true });
  };
}

async function styleOf(services: readonly string[], world: World) {
  const [{ default: picocolors }, { styleFor }] = await Promise.all([
    import('picocolors'),
    import('../../dev/log/render.ts'),
  ]);
  const colored = world.terminal.output && world.env['NO_COLOR'] === undefined;
  return styleFor(services, picocolors.createColors(colored));
}

async function ask<T>(url: string, path: string): Promise<T> {
  const response = await fetch(`${url}${path}`, { signal: AbortSignal.timeout(5000) });
  return (await response.json()) as T; // our own receiver
}
