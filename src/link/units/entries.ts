import { baseOf, folderOf, isWithin, joined } from '../../model/paths.ts';
import { wordsOf } from '../../model/words.ts';
import type { Terrain } from './terrain.ts';

/** Tools that run several commands at once. */
export const sideBySide = /^(?:concurrently|npm-run-all\d?|run-p|wsrun|stmux|mprocs)$/;

/** What a command starts: a source file, or the folder of a project it names. */
export type Start = { readonly entry?: string; readonly home?: string };

const extensions = ['', '.ts', '.js', '.mts', '.mjs', '.cts', '.cjs', '.tsx', '/index.ts', '/index.js', '/main.ts'];
const compiled = /^(?:\.\/)?(?:.*\/)?(?:dist|build|out|lib|output|\.next|compiled)\//;
const runners = /^(?:npm|npx|pnpm|pnpx|yarn|bun|bunx|lerna|turbo|nx)$/;
const flagsWithValue =
  /^(?:-r|--require|--import|--loader|--experimental-loader|-c|--config|-P|--project|--tsconfig|-w|--watch-path|-e|--exec|--ext|--env-file|--inspect|--port|-p|--name|--host|-H)$/;

/** Follows a command through package scripts to the file or project it starts; `folder` is where it runs. */
export function startedBy(command: readonly string[], folder: string, terrain: Terrain, depth = 0): Start | undefined {
  if (depth > 5) return undefined;
  for (const words of simpleCommandsOf(command)) {
    const start = startOfWords(words.words, joined(folder, words.folder) ?? folder, terrain, depth);
    if (start) return start;
  }
  return undefined;
}
type SimpleCommand = { readonly words: readonly string[]; readonly folder: string };

/** `sh -c "cd x && a && b"` as a and b, both in x, the last first: what keeps running stands at the end. */
function simpleCommandsOf(command: readonly string[]): readonly SimpleCommand[] {
  const shell = command.findIndex((word) => /^(?:-c|-lc|-ec|-exc)$/.test(word));
  const script =
    shell >= 0 && /^(?:\/\w+)*\/?(?:ba|da|a|z)?sh$/.test(command[shell - 1] ?? '') ? command[shell + 1] : undefined;
  const words = script === undefined ? command : wordsOf(script);
  const parts: string[][] = [[]];
  for (const word of words)
    if (/^(?:&&|\|\||;|&|\|)$/.test(word)) parts.push([]);
    else {
      parts.at(-1)?.push(word.replace(/;$/, ''));
      if (word.endsWith(';')) parts.push([]);
    }
  let folder = '';
  const commands: SimpleCommand[] = [];
  for (const [first, ...rest] of parts) {
    if (first === 'cd') folder = joined(folder, rest[0] ?? '') ?? folder;
    else if (first !== undefined) commands.push({ words: [first, ...rest], folder });
  }
  return commands.reverse();
}

function startOfWords(words: readonly string[], folder: string, terrain: Terrain, depth: number): Start | undefined {
  const plain = words.filter((word, index) => !/^\w+=/.test(word) || index > 3);
  const runner = plain.findIndex((word) => runners.test(baseOf(word)));
  if (runner >= 0 && runner < 3) {
    const run = startOfScript(plain.slice(runner + 1), folder, terrain, depth);
    if (run) return run;
  }
  return (
    startOfTool(plain, terrain) ??
    startOfFile(plain, folder, terrain) ??
    startOfShell(plain, folder, terrain, depth) ??
    startOfNested(plain, folder, terrain, depth)
  );
}

/** `docker-entrypoint.sh`: what the script runs last. */
function startOfShell(words: readonly string[], folder: string, terrain: Terrain, depth: number): Start | undefined {
  for (const word of words.filter((one) => /^[./\w-]+$/.test(one))) {
    const commands = terrain.shellIn(folder, baseOf(word))?.commands ?? [];
    for (const command of commands.toReversed()) {
      const start = startedBy(command.words, folder, terrain, depth + 1);
      if (start) return start;
    }
  }
  return undefined;
}

/** A command in quotes that another runs: `nodemon --exec "node -r x src/main.ts"`. Of several side by side none is the one. */
function startOfNested(words: readonly string[], folder: string, terrain: Terrain, depth: number): Start | undefined {
  if (words.some((word) => sideBySide.test(word))) return undefined;
  for (const word of words.slice(1)) {
    const start = /\s/.test(word) ? startedBy(wordsOf(word), folder, terrain, depth + 1) : undefined;
    if (start) return start;
  }
  return undefined;
}

/** `npm run start:dev auth`, `yarn workspace @shop/auth start`, `pnpm --filter auth dev`, `nx serve auth`. */
function startOfScript(words: readonly string[], folder: string, terrain: Terrain, depth: number): Start | undefined {
  const home = words
    .map((word) => homeNamed(word.replace(/^--(?:filter|scope|project|workspace|cwd|prefix|dir)=/, ''), terrain))
    .find(Boolean);
  const scripts = terrain.packageAbove(home ?? folder);
  const name = words.find((word) => scripts && Object.hasOwn(scripts.fact.scripts, word));
  const script = name === undefined ? undefined : scripts?.fact.scripts[name];
  const at = name === undefined ? -1 : words.indexOf(name);
  const rest = words.slice(at + 1).filter((word) => word !== '--');
  const inner =
    script === undefined
      ? undefined
      : startedBy([...wordsOf(script), ...rest], scripts?.folder ?? folder, terrain, depth + 1);
  if (home !== undefined) return { ...inner, home };
  return inner;
}

/** `nest start auth`, `nx serve auth`, `nest start` in the folder of a project. */
function startOfTool(words: readonly string[], terrain: Terrain): Start | undefined {
  const tool = words.findIndex((word) => /^(?:nest|nx|ng)$/.test(baseOf(word)));
  if (tool < 0) return undefined;
  for (const word of words.slice(tool + 1)) {
    const project = terrain.projects.find(
      ({ name, type }) => type === 'application' && name === word.replace(/:.*$/, ''),
    );
    if (project) return { home: project.path, ...(project.entry === undefined ? {} : { entry: project.entry }) };
  }
  return undefined;
}

/** The folder of a package or an application that a tool is told by name or path: `@shop/orders...`, `./apps/orders`. */
export function homeNamed(word: string, terrain: Terrain): string | undefined {
  const name = word.replace(/[.^]+$|^\.\.\./g, '');
  if (name === '' || name.startsWith('-')) return undefined;
  const found = terrain.packages.find(({ fact, folder }) => fact.name === name && folder !== '');
  if (found) return found.folder;
  if (/^\.\/.|^[\w-]+\/[\w/-]+$/.test(name)) {
    const folder = joined('', name);
    if (folder !== undefined && terrain.packageIn(folder)) return folder;
  }
  return terrain.projects.find((project) => project.type === 'application' && project.name === name)?.path;
}

/** The first word that leads to a source file: `node -r x dist/main`, `ts-node src/index.ts`, `nodemon`. */
function startOfFile(words: readonly string[], folder: string, terrain: Terrain): Start | undefined {
  for (const [index, word] of words.entries()) {
    if (word.startsWith('-') || flagsWithValue.test(words[index - 1] ?? '') || /\.config\.[cm]?[jt]s$/.test(word))
      continue;
    if (!/[./]/.test(word) && !/^(?:index|main|server|app|worker)$/.test(word)) continue;
    const entry = sourceOf(word, folder, terrain);
    if (entry !== undefined) return { entry };
  }
  return undefined;
}

/** The source of a file as a command names it: itself, or what a path in the build output was compiled from. */
export function sourceOf(path: string, folder: string, terrain: Terrain): string | undefined {
  const bare = path
    .replace(/^\/(?:usr\/src\/app|app|home\/node(?:\/app)?|opt\/app|srv|workspace|code)\//, '')
    .replace(/^\.\//, '');
  const stem = bare.replace(/\.(?:[cm]?js|[cm]?tsx?)$/, '');
  const inner = stem.replace(compiled, '');
  const guesses = stem === inner ? [stem, `src/${stem}`] : [`src/${inner}`, inner, ...tailsOf(inner), stem];
  for (const base of new Set([folder, '']))
    for (const guess of guesses) {
      const hit = fileAt(joined(base, guess), terrain);
      if (hit !== undefined && isWithin(hit, folder)) return hit;
    }
  return undefined;
}

/** `apps/auth/main` was compiled from `apps/auth/src/main`; `identity/src/app` from `src/app`. */
function tailsOf(inner: string): readonly string[] {
  const inSource = `${folderOf(inner)}/src/${baseOf(inner)}`;
  const segments = inner.split('/');
  const tails = segments.map((_, index) => segments.slice(index).join('/')).slice(1);
  return [inSource, ...tails];
}

function fileAt(path: string | undefined, terrain: Terrain): string | undefined {
  if (path === undefined) return undefined;
  const guesses = extensions.map((extension) => path + extension).filter((guess) => /\.[cm]?[jt]sx?$/.test(guess));
  return guesses.find((guess) => terrain.hasFile(guess)) ?? firstOf(guesses, terrain.fileCalled);
}

const firstOf = <T>(items: readonly T[], of: (item: T) => T | undefined): T | undefined => {
  for (const item of items) {
    const found = of(item);
    if (found !== undefined) return found;
  }
  return undefined;
};

const usual = ['main', 'index', 'server', 'app', 'start', 'bin/www', 'cmd', 'worker'];

const startScripts = ['start:prod', 'start', 'serve', 'start:dev', 'dev', 'develop', 'debug'];

/** What the scripts of the package in a folder start. */
export function scriptEntryIn(folder: string, terrain: Terrain): string | undefined {
  const scripts = terrain.packageIn(folder)?.scripts ?? {};
  for (const name of startScripts) {
    const entry = startedBy(wordsOf(scripts[name] ?? ''), folder, terrain)?.entry;
    if (entry !== undefined) return entry;
  }
  return undefined;
}

const workers = /(?:^|[:_-])(?:workers?|consumers?|listeners?|subscribers?|schedulers?|relay)(?:$|[:_-](?!test|build))/;

/** What scripts of the package start beside its server: workers and consumers of their own process. */
export const workerEntriesIn = (folder: string, terrain: Terrain): readonly string[] =>
  Object.entries(terrain.packageIn(folder)?.scripts ?? {}).flatMap(([name, script]) =>
    workers.test(name) ? (startedBy(wordsOf(script), folder, terrain)?.entry ?? []) : [],
  );

/** Where a service starts when nobody says so. */
export function usualEntryIn(folder: string, terrain: Terrain): string | undefined {
  for (const name of usual)
    for (const place of [`src/${name}`, name]) {
      const hit = fileAt(joined(folder, place), terrain);
      if (hit !== undefined) return hit;
    }
  return undefined;
}
