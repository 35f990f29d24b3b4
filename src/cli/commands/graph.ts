import { resolve } from 'node:path';
import { Option } from 'commander';
import type { Graph, View } from '../../graph/types.ts';
import { isOpen } from '../../model/finding.ts';
import type { Model } from '../../model/model.ts';
import type { CommandDefinition } from '../command.ts';
import { exitCodes, type World } from '../world.ts';

type Format = 'text' | 'json' | 'html' | 'mermaid' | 'dot' | 'svg';
type Options = {
  readonly format: Format;
  readonly output?: string;
  readonly findings?: boolean;
  readonly cache: boolean;
  readonly timing?: boolean;
};

export const graph: CommandDefinition = (program, bind) => {
  program
    .command('graph')
    .argument('[dir]', 'the workspace (default: the current folder)')
    .description('draw the map: services, who waits for whom, who tells whom, who keeps what')
    .addOption(
      new Option('--format <format>', 'what to draw it as')
        .choices(['text', 'json', 'html', 'mermaid', 'dot', 'svg'])
        .default('text'),
    )
    .option('--output <file>', 'write to a file instead of stdout')
    .option('--findings', 'mark services and stores that lint has something to say about (svg)')
    .option('--no-cache', 'read every file anew')
    .option('--timing', 'say where the time went')
    .addHelpText('after', examples)
    .action(bind(run));
};

const examples = `
Examples:
  msvc graph                                    the map in the terminal
  msvc graph --format svg --output map.svg      a picture that needs nothing else
  msvc graph --format mermaid                   for a README
  msvc graph --format json | jq .edges          for programs
`;

async function run(world: World, dir: string | undefined, options: Options): Promise<number> {
  const [{ inspectFolder }, { servicesView }] = await Promise.all([
    import('../lint/inspect-folder.ts'),
    import('../../graph/services.ts'),
  ]);
  const { model, timing } = await inspectFolder(world, dir, { cache: options.cache });
  const linked = performance.now();
  const text = await render(world, servicesView(model), model, { ...options, dir });
  if (options.output === undefined) world.out(text);
  else {
    const file = resolve(world.cwd, options.output);
    (await import('../../files/write-text.ts')).writeText(file, text);
    world.err(` ${model.services.length} services → ${options.output}\n`);
  }
  if (options.timing) {
    const { renderTiming } = await import('../../report/timing.ts');
    world.err(renderTiming({ ...timing, draw: performance.now() - linked }));
  }
  return exitCodes.clean;
}

type Rendering = Options & { readonly dir: string | undefined };

async function render(world: World, view: Graph, model: Model, { format, findings, dir }: Rendering): Promise<string> {
  if (format === 'json') return (await import('../../report/graph-json.ts')).renderGraphJson(view);
  if (format === 'text') {
    const [{ renderTextMap }, { styleOf }, { eventChannels }] = await Promise.all([
      import('../../report/text-map.ts'),
      import('../lint/style.ts'),
      import('../../graph/channels.ts'),
    ]);
    return renderTextMap({ ...view, channels: eventChannels(view) }, styleOf(world));
  }
  if (format === 'html')
    return (await import('../graph/page.ts')).pageOf([await paintedView(model, true)], resolve(world.cwd, dir ?? '.'));
  if (format === 'svg') return (await import('../graph/picture.ts')).svgOf(await paintedView(model, findings));
  const { pictureOf } = await import('../../graph/picture.ts');
  const picture = pictureOf(view);
  if (format === 'mermaid') return (await import('../../report/mermaid.ts')).renderMermaid(picture);
  return (await import('../../report/dot.ts')).renderDot(picture);
}

/** The view, and what lint says of it where that is asked for. */
async function paintedView(model: Model, findings: boolean | undefined): Promise<View> {
  const view = (await import('../../graph/views/services.ts')).servicesView(model);
  if (!findings) return view;
  const [{ judge }, { marked }] = await Promise.all([import('../lint/judge.ts'), import('../../graph/marked.ts')]);
  return marked(view, judge(model).findings.filter(isOpen));
}
