import type { DockerfileFact, DockerStage } from '../model/fact/dockerfile.ts';
import type { EnvEntry } from '../model/fact/env.ts';
import type { At } from '../model/fact/module.ts';
import { defineReader, given, nameOf } from './reader.ts';
import { chosenFolders } from './chosen-folders.ts';
import { masked } from './secrets.ts';
import { wordsOf } from '../model/words.ts';

/** Dockerfile, Containerfile, `Dockerfile.prod`, `orders.Dockerfile`, `dockerfile-web`. */
export const dockerfileReader = defineReader({
  id: 'dockerfile',
  version: 4,
  takes: (path) =>
    /^(?:docker|container)file(?:[.-][\w.-]+)?$|[.-](?:docker|container)file$/i.test(nameOf(path)) &&
    !/\.(?:md|[jt]s|dockerignore)$/i.test(path),
  read: ({ text }) => {
    const stages = stagesOf(text);
    if (stages.length > 0) return { facts: [{ kind: 'dockerfile', stages }], unreadable: [] };
    return { facts: [], unreadable: [{ why: 'The Dockerfile has no FROM instruction.', at: [1, 1] }] };
  },
});

type Instruction = { readonly word: string; readonly rest: string; readonly at: At };
/** A stage while its instructions are read. */
type Draft = { -readonly [K in keyof DockerStage]: DockerStage[K] } & {
  copies: DockerStage['copies'][number][];
  env: EnvEntry[];
  expose: number[];
  args: [string, string][];
  /** The names of all build arguments, with and without a default. */
  arguments: string[];
  chosen?: string[];
  builds?: (readonly string[])[];
};

export function stagesOf(text: string): DockerfileFact['stages'] {
  const stages: Draft[] = [];
  const before: [string, string][] = [];
  for (const instruction of instructionsOf(text)) {
    const stage = stages.at(-1);
    if (instruction.word === 'FROM') stages.push(begin(instruction, before));
    else if (stage) add(stage, instruction);
    else if (instruction.word === 'ARG') before.push(...assignmentsOf(instruction.rest));
  }
  return stages;
}

/** Comments dropped, continued lines joined; here-documents count as part of nothing. */
function* instructionsOf(text: string): Generator<Instruction> {
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const first = lines[index] ?? '';
    if (/^\s*(?:#|$)/.test(first)) continue;
    const line = index + 1;
    const joined = [first];
    while (/\\\s*$/.test(joined.at(-1) ?? '') && index + 1 < lines.length) {
      index += 1;
      const next = lines[index] ?? '';
      if (/^\s*#/.test(next)) continue;
      joined.push(next);
    }
    const whole = joined
      .map((part) => part.replace(/\\\s*$/, ' '))
      .join('')
      .trim();
    const [, word = '', rest = ''] = /^([A-Za-z]+)\s*([\s\S]*)$/.exec(whole) ?? [];
    yield { word: word.toUpperCase(), rest, at: [line, first.search(/\S/) + 1] };
  }
}

function begin({ rest, at }: Instruction, before: readonly [string, string][]): Draft {
  const words = wordsOf(rest).filter((word) => !word.startsWith('--'));
  const name = /^as$/i.test(words[1] ?? '') ? words[2] : undefined;
  const written = words[0] ?? '';
  const from = filled(written, before);
  const own = { ...given('name', name), from, ...(from === written ? {} : { written }) };
  return { ...own, copies: [], env: [], expose: [], healthcheck: false, args: [...before], arguments: [], at };
}

function add(stage: Draft, instruction: Instruction): void {
  const { word, rest, at } = instruction;
  addChosen(stage, instruction);
  if (word === 'WORKDIR') stage.workdir = joinedPath(stage.workdir, filled(rest.trim(), stage.args));
  else if (word === 'COPY' || word === 'ADD') addCopy(stage, rest);
  else if (word === 'ENV') addEnv(stage, rest, at);
  else if (word === 'ARG') stage.args.push(...assignmentsOf(rest));
  else if (word === 'RUN') addBuilds(stage, rest);
  else if (word === 'CMD') stage.command = commandOf(rest);
  else if (word === 'ENTRYPOINT') stage.entrypoint = commandOf(rest);
  else if (word === 'USER') addUser(stage, rest, at);
  else if (word === 'HEALTHCHECK') stage.healthcheck = !/^none\b/i.test(rest);
  else if (word === 'EXPOSE')
    stage.expose.push(
      ...wordsOf(filled(rest, stage.args))
        .map((port) => Number.parseInt(port, 10))
        .filter(Boolean),
    );
}

/** Folders that a build argument chooses, as they are written: what stands here is one image for several services. */
function addChosen(stage: Draft, { word, rest }: Instruction): void {
  if (word === 'ARG') stage.arguments.push(...wordsOf(rest).map((one) => one.replace(/=.*$/s, '')));
  if (!/^(?:WORKDIR|COPY|ADD|CMD|ENTRYPOINT)$/.test(word)) return;
  const folders = chosenFolders(jsonWordsOf(rest) ?? wordsOf(rest), stage.arguments);
  if (folders.length > 0) stage.chosen = [...new Set([...(stage.chosen ?? []), ...folders])];
}

function addUser(stage: Draft, rest: string, at: At): void {
  stage.user = filled(rest.trim(), stage.args);
  stage.userAt = at;
}

/** A RUN line whose command names a project: the tools of workspaces do, and nothing else is of use. */
function addBuilds(stage: Draft, rest: string): void {
  if (!/\b(?:nx|turbo|lerna|nest|pnpm|yarn|npm|rush)\b/.test(rest)) return;
  for (const command of filled(rest, stage.args).split(/&&|\|\||;/)) {
    const words = wordsOf(command.trim()).filter((word) => !/^--(?:mount|network|security)=/.test(word));
    if (words.length > 1 && words.length < 20 && namesProject.test(command)) (stage.builds ??= []).push(words);
  }
}
const namesProject = /\b(?:build|bundle|prune|deploy|run|focus|package|workspace|--filter|--scope|-F|-w)\b/;

function addCopy(stage: Draft, rest: string): void {
  const words = rest.trim().startsWith('[') ? (jsonWordsOf(rest) ?? []) : wordsOf(rest);
  const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
  const paths = words.filter((word) => !word.startsWith('--')).map((word) => filled(word, stage.args));
  const to = paths.pop();
  if (to !== undefined) stage.copies.push({ ...given('from', from), sources: paths, to });
}

function addEnv(stage: Draft, rest: string, at: At): void {
  const pairs = /^\w+=/.test(rest) ? assignmentsOf(rest) : [spacedOf(rest)];
  for (const [name, value] of pairs)
    if (name) stage.env.push({ name, value: masked(name, filled(value, stage.args)), at });
  stage.args.push(...pairs);
}

const spacedOf = (rest: string): [string, string] => {
  const [, name = '', value = ''] = /^(\S+)\s+([\s\S]*)$/.exec(rest) ?? [];
  return [name, value.trim()];
};

const assignmentsOf = (rest: string): [string, string][] =>
  wordsOf(rest).flatMap((word): [string, string][] => {
    const equals = word.indexOf('=');
    return equals > 0 ? [[word.slice(0, equals), word.slice(equals + 1)]] : [];
  });

/** Fills in what the file itself says; variables given from outside stay as `$NAME`. */
const filled = (text: string, values: readonly [string, string][]): string =>
  text.replace(/\$\{(\w+)(?::?[-+][^}]*)?\}|\$(\w+)/g, (whole, braced, bare) => {
    const name: unknown = braced ?? bare;
    return values.findLast(([key]) => key === name)?.[1] ?? whole;
  });

const joinedPath = (base: string | undefined, path: string): string =>
  path.startsWith('/') || base === undefined ? path : `${base.replace(/\/$/, '')}/${path}`;

/** Exec form as it stands; shell form as the words of the command. */
const commandOf = (rest: string): readonly string[] => jsonWordsOf(rest) ?? wordsOf(rest);

function jsonWordsOf(rest: string): readonly string[] | undefined {
  const at = rest.indexOf('[');
  if (
    at < 0 ||
    rest
      .slice(0, at)
      .replace(/--\S+\s*/g, '')
      .trim() !== ''
  )
    return undefined;
  try {
    const words: unknown = JSON.parse(rest.slice(at).trim());
    const flags = wordsOf(rest.slice(0, at));
    return Array.isArray(words) ? [...flags, ...words.map(String)] : undefined;
  } catch {
    return undefined;
  }
}
