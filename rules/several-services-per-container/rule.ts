import { defineRule, isForDevelopment, isSample, listOf, unique } from '../../src/lint/kit.ts';
import type { Container, SideBySide } from '../../src/model/deployment.ts';
import type { Model } from '../../src/model/model.ts';

export default defineRule({
  id: 'several-services-per-container',
  group: 'running',
  tier: 'proven',
  summary: 'One container runs one server.',
  why: 'The platform watches one process of a container. When the second server dies, nobody notices: probes ask the first, the container stays up, and half of it is gone. Neither can be scaled, limited, released or read in the log alone, and signals reach only one of them.',
  decided:
    'The command of a container (its manifest’s, else its image’s) is followed through package scripts to what it keeps running: concurrently, npm-run-all and run-p side by side, pm2 with several applications, and `&` in a shell. It is violated when two or more of these are source files of this workspace that listen or consume.',
  notReported: [
    'a compiler, a watcher or a reverse proxy beside one server',
    'steps that end before the server starts, such as migrations',
    'several workers of one program (pm2 instances, cluster)',
    'what supervisord or a script of one’s own starts: not followed',
    'files and targets for development',
  ],
  remedy: 'Give each server an image and a container of its own; what must start together can share a pod',
  sources: [
    'Docker documentation: Run multiple processes in a container',
    'Burns and Oppenheimer, Design Patterns for Container-based Distributed Systems (2016)',
    'Kubernetes documentation: Pods, How Pods manage multiple containers',
  ],
  messages: {
    several: ({ name, files }: { name: string; files: readonly string[] }) =>
      `The container ${name} runs ${files.length} servers: ${listOf(files)}`,
  },
  *check(model, say) {
    const starting = startsIn(model);
    const told = new Set<string>();
    for (const container of model.deployment.containers) {
      const { name, evidence, service } = container;
      const servers = serversIn(container, starting);
      const files = servers.map(({ file }) => file);
      const [at] = evidence;
      if (files.length < 2 || isSample(at.file) || isForDevelopment(`${at.file}/${name}`)) continue;
      const key = files.join('\n');
      if (told.has(key)) continue;
      told.add(key);
      yield say(
        'several',
        { name, files },
        {
          at,
          related: servers.flatMap((server) => server.at ?? []),
          services: unique([
            ...(service === undefined ? [] : [service]),
            ...files.flatMap((file) => ownersOf(model, file)),
          ]),
          subject: [name, ...files],
        },
      );
    }
  },
});

/** Files that begin to serve or to consume, with the place. */
const startsIn = ({ traits }: Model) =>
  new Map(traits.flatMap(({ starts }) => starts.map((place) => [place.file, place] as const)));

const serversIn = ({ programs }: Container, starting: ReturnType<typeof startsIn>): readonly SideBySide[] =>
  programs
    .map(({ file, at = starting.get(file) }) => ({ file, ...(at ? { at } : {}) }))
    .filter(({ at }) => at !== undefined)
    .toSorted((a, b) => (a.file < b.file ? -1 : 1));

const ownersOf = ({ services }: Model, file: string): readonly string[] =>
  services.filter(({ path }) => path !== '' && file.startsWith(`${path}/`)).map(({ name }) => name);
