import type { Deployment } from '../model/deployment.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Traits } from '../model/traits.ts';
import { wordsOf } from '../model/words.ts';
import type { FactIndex, Units } from './types.ts';

type Preload = Traits['preloads'][number];

/** What Node is told to load before the program: in commands, in the package's scripts, in NODE_OPTIONS. */
export function withPreloads(
  all: readonly Traits[],
  deployment: Deployment,
  units: Units,
  index: FactIndex,
): readonly Traits[] {
  const folders = new Map(units.services.map(({ name, path }) => [name, path]));
  const images = new Map(deployment.images.map((image) => [image.file, image]));
  const containers = Map.groupBy(deployment.containers, ({ service }) => service ?? '');
  return all.map((traits) => {
    const { service } = traits;
    const run = containers.get(service) ?? [];
    const built = run.flatMap(({ dockerfile }) => (dockerfile === undefined ? [] : (images.get(dockerfile) ?? [])));
    const own = deployment.images.filter(({ services }) => services.includes(service));
    const commands = [
      ...run.map(({ command }) => command),
      ...[...new Set([...built, ...own])].map(({ start }) => start),
    ].filter(({ length }) => length > 0);
    const isByScript = commands.length === 0 || commands.some((words) => words.some((word) => runner.test(word)));
    const preloads = [
      ...run.flatMap(({ command, evidence: [at] }) => preloadsIn(command, at)),
      ...[...new Set([...built, ...own])].flatMap(({ start, evidence: [at] }) => preloadsIn(start, at)),
      ...(isByScript ? scriptsOf(folders.get(service) ?? '', index) : []),
      ...units
        .environmentOf(service)
        .valuesOf('NODE_OPTIONS')
        .flatMap(({ value, evidence }) => preloadsIn(wordsOf(value ?? ''), evidence)),
    ];
    return preloads.length > 0 ? { ...traits, preloads } : traits;
  });
}

/** A command that names a script of the package, or a shell that may. */
const runner = /(?:^|[\s/])(?:npm|npx|yarn|pnpm|bun|nest|nx|turbo|lerna|pm2|pm2-runtime)(?:\s|$)|\.sh$/;

const scriptsOf = (folder: string, index: FactIndex): readonly Preload[] =>
  [...new Set([`${folder}/package.json`.replace(/^\//, ''), 'package.json'])].flatMap((file) =>
    index
      .inFile(file, 'package')
      .flatMap(({ scripts }) =>
        Object.entries(scripts).flatMap(([name, script]) =>
          /start|serve|dev|debug|prod/.test(name)
            ? preloadsIn(wordsOf(script), { file, line: 1, column: 1, basis: 'declared' })
            : [],
        ),
      ),
  );

/** `--require x`, `-r x`, `--import=x`; also inside a command in quotes. */
function preloadsIn(command: readonly string[], at: Evidence): readonly Preload[] {
  const words = command.flatMap((word) => (/\s/.test(word) ? wordsOf(word) : [word]));
  return words.flatMap((word, index): readonly Preload[] => {
    const [, joined] = /^(?:--require|--import|--loader|--experimental-loader)=(.+)$/.exec(word) ?? [];
    const given = /^(?:-r|--require|--import|--loader|--experimental-loader)$/.test(word) ? words[index + 1] : joined;
    return given === undefined ? [] : [{ name: given, at }];
  });
}
