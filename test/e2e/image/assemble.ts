// Carries out a Dockerfile without Docker: each stage in a folder of its own, on the programs of this machine.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { DockerfileParser, type Copy, type Instruction } from 'dockerfile-ast';

/** The last stage: what the image would hold besides its base, and what it would run. */
export type Assembled = {
  readonly root: string;
  readonly workdir: string;
  readonly user: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  /** What an engine runs now and then to learn whether it is well; 0 means yes. */
  readonly healthcheck: readonly string[];
};

type Stage = {
  readonly root: string;
  workdir: string;
  user: string;
  environment: Record<string, string>;
  command: string[];
  healthcheck: string[];
};

/** `context` is the folder that `docker build` would be given; stages are laid out below `place`. */
export function assemble(context: string, dockerfile: string, place: string): Assembled {
  const file = DockerfileParser.parse(readFileSync(join(context, dockerfile), 'utf8'));
  const ignored = ignoredIn(context);
  const stages = new Map<string, Stage>();
  let stage: Stage | undefined;
  for (const instruction of file.getInstructions()) {
    if (instruction.getKeyword() === 'FROM') {
      const [, name = `stage-${stages.size}`] = / as (\S+)/i.exec(String(instruction)) ?? [];
      stage = { root: join(place, name), workdir: '/', user: '', environment: {}, command: [], healthcheck: [] };
      mkdirSync(stage.root, { recursive: true });
      stages.set(name, stage);
    } else if (stage) carryOut(instruction, stage, { context, stages, ignored });
  }
  if (!stage) throw new Error(`${dockerfile} has no stage`);
  return stage;
}

type Around = {
  readonly context: string;
  readonly stages: ReadonlyMap<string, Stage>;
  readonly ignored: (path: string) => boolean;
};

function carryOut(instruction: Instruction, stage: Stage, around: Around): void {
  const words = instruction.getArgumentsContent() ?? '';
  switch (instruction.getKeyword()) {
    case 'WORKDIR':
      stage.workdir = resolve('/', stage.workdir, words);
      mkdirSync(join(stage.root, stage.workdir), { recursive: true });
      return;
    case 'ENV':
      for (const [, name = '', value = ''] of words.matchAll(/(\w+)=(\S+)/g)) stage.environment[name] = value;
      return;
    case 'USER':
      stage.user = words;
      return;
    case 'CMD':
      stage.command = JSON.parse(words) as string[];
      return;
    case 'RUN':
      return runIn(stage, words);
    case 'COPY':
      return copy(instruction as Copy, stage, around);
    case 'HEALTHCHECK':
      stage.healthcheck = JSON.parse(/^CMD (\[.*\])$/s.exec(words)?.[1] ?? '') as string[];
      return;
    case 'EXPOSE':
      return;
    default:
      throw new Error(`this builder does not know ${instruction.getKeyword()}`);
  }
}

function runIn({ root, workdir }: Stage, words: string): void {
  const script = words.replace(/\\\n/g, ' ');
  const ended = spawnSync('sh', ['-ec', script], { cwd: join(root, workdir), encoding: 'utf8' });
  if (ended.status !== 0) throw new Error(`RUN ${script}\n${ended.stdout}${ended.stderr}`);
}

function copy(instruction: Copy, stage: Stage, { context, stages, ignored }: Around): void {
  const from = instruction.getFromFlag()?.getValue();
  const source = from ? stages.get(from) : undefined;
  if (from && !source) throw new Error(`there is no stage ${from}`);
  const base = source?.root ?? context;
  const words = instruction.getArguments().map(String);
  const to = words.pop() ?? '';
  const target = join(stage.root, resolve('/', stage.workdir, to));
  for (const pattern of words) {
    const path = join(base, pattern);
    if (!existsSync(path)) throw new Error(`COPY ${pattern}: it is not there`);
    const isFolder = statSync(path).isDirectory();
    const goal =
      isFolder || !to.endsWith('/')
        ? isFolder || !/^\.\/?$/.test(to)
          ? target
          : join(target, basename(path))
        : join(target, basename(path));
    const keep = (file: string): boolean => source !== undefined || !ignored(relative(context, file));
    cpSync(path, goal, { recursive: true, verbatimSymlinks: true, filter: keep });
  }
}

/** What `.dockerignore` keeps out: names at any depth, and names at the top. */
function ignoredIn(context: string): (path: string) => boolean {
  const lines = readFileSync(join(context, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const paths = new Set(lines.flatMap((line) => globSync(line, { cwd: context })));
  return (path) => paths.has(path);
}
