import { InvalidArgumentError, Option } from 'commander';
import { collapses } from '../../graph/collapse.ts';
import { viewIds } from '../../graph/views/ids.ts';
import { mapFormats } from '../../report/map/formats.ts';
import type { CommandDefinition } from '../command.ts';
import type { GraphOptions } from '../graph/options.ts';

export const graph: CommandDefinition = (program, bind) => {
  program
    .command('graph')
    .argument('[dir]', 'the workspace (default: the current folder)')
    .description('draw the map: services, who waits for whom, who tells whom, who keeps what')
    .addOption(
      new Option('--view <view>', 'what to show (default: services, or what the format is for)').choices(viewIds),
    )
    .addOption(new Option('--format <format>', 'what to draw it as').choices(mapFormats).default('text'))
    .option('--from <operation>', 'request: where it begins, as in "gateway POST /orders"')
    .option('--service <name>', 'modules: the service to look into')
    .addOption(new Option('--focus <names>', 'these and their neighbours').argParser(names).default([], 'all'))
    .addOption(new Option('--depth <lines>', 'how far from the focus').argParser(whole).default(1))
    .addOption(
      new Option('--only <names>', 'these alone: names, contexts, owners, kinds').argParser(names).default([], 'all'),
    )
    .addOption(new Option('--hide <names>', 'all but these').argParser(names).default([], 'nothing'))
    .addOption(new Option('--collapse <by>', 'draw each as one').choices(collapses))
    .option('--findings', 'mark what lint has something to say about')
    .option('--unresolved', 'show what could not be resolved')
    .option('--check <file>', 'exit 1 where a committed map is not what the code says')
    .option('--update', 'with --check: write the file')
    .option('--diff <ref>', 'what changed since this branch left a commit')
    .option('--traces <file>', 'lay observed calls over the map: OTLP, Jaeger or Zipkin JSON')
    .option('-o, --output <file>', 'write to a file instead of stdout')
    .option('--open', 'html: show it in the browser (without --output, from a temporary file)')
    .option('--no-cache', 'read every file anew')
    .option('--timing', 'say where the time went')
    .addHelpText('after', examples)
    .action(
      bind(async (world, dir: string | undefined, options: GraphOptions) => {
        const { runGraph } = await import('../graph/run.ts');
        return runGraph(world, dir, options);
      }),
    );
};

/** `orders,billing`, or the option given twice. */
const names = (value: string, before: readonly string[]): readonly string[] => [
  ...before,
  ...value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== ''),
];

function whole(value: string): number {
  if (!/^\d{1,4}$/.test(value)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(value);
}

const examples = `
Examples:
  msvc graph                                    the map in the terminal
  msvc graph --focus orders --depth 2           orders, and what is two calls away
  msvc graph --view request --from "gateway POST /orders"    one request, hop by hop
  msvc graph --view modules --service orders    inside one service
  msvc graph --format html --open               a page to search, filter and follow, in one file
  msvc graph --format svg --output map.svg      a picture that needs nothing else
  msvc graph --format markdown --findings       tables and a picture for a repository's docs
  msvc graph --format json | jq .edges          for programs
  msvc graph --format asyncapi                  the events, for other tools
  msvc graph --check graph.json                 in CI: is the committed map still true? (--update writes it)
  msvc graph --diff origin/main --format markdown    what a branch does to the map, for a review
  msvc graph --traces traces.json               seen and known, seen and unknown, never seen
`;
