import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import type { Files } from '../files/files.ts';
import { keptFor, nowhere, type Kept } from '../files/keep.ts';
import type { KeptAsked, KeptCode, KeptImports, LinkMemory } from '../link/memory.ts';
import type { Model } from '../model/model.ts';
import type { Ids } from './ids.ts';
import { build } from './version.ts';

/** What is kept of a workspace between runs: facts by content, what linking found, and the last answer as a whole. */
export type Keeping = { readonly facts: Kept; readonly links: Kept; readonly answers: Kept };

export const nothingKept: Keeping = { facts: nowhere, links: nowhere, answers: nowhere };

export function keepingFor(root: string, env: Readonly<Record<string, string | undefined>>): Keeping {
  const facts = keptFor(root, 'facts', env);
  // Run from its source, the tool changes without a new name: what its linking found may not hold.
  if (build === undefined) return { ...nothingKept, facts };
  return { facts, links: keptFor(root, 'links', env), answers: keptFor(root, 'answer', env) };
}

/** What is kept of another state of the same workspace: facts in common, as they go by content, the rest apart. */
export function keepingBeside(
  root: string,
  state: 'index' | 'base',
  env: Readonly<Record<string, string | undefined>>,
): Keeping {
  const facts = keptFor(root, 'facts', env);
  if (build === undefined) return { ...nothingKept, facts };
  const links = over(keptFor(root, `links-${state}`, env), keptFor(root, 'links', env));
  return { facts, links, answers: keptFor(root, `answer-${state}`, env) };
}

/** What the one does not know, the other is asked for; it is left as it is. */
const over = (kept: Kept, below: Kept): Kept => ({ ...kept, get: (key) => kept.get(key) ?? below.get(key) });

/** Names the tool and the engine that writes the bytes. */
const by = `${build ?? ''} ${process.versions.v8}`;

/** A memory for linking over kept bytes. */
export const linkMemoryOf = (kept: Kept): LinkMemory => ({
  codeOf: (service) => valueIn<KeptCode>(kept.get(`${by} code ${service}`)),
  keepCode: (service, code) => kept.set(`${by} code ${service}`, serialize(code)),
  askedOf: (service) => valueIn<KeptAsked>(kept.get(`${by} asked ${service}`)),
  keepAsked: (service, asked) => kept.set(`${by} asked ${service}`, serialize(asked)),
  imports: () => valueIn<KeptImports>(kept.get(`${by} imports`)),
  keepImports: (imports) => kept.set(`${by} imports`, serialize(imports)),
});

/** The model of a workspace, where not one byte of it has changed since it was kept. */
export type Answers = { readonly known: () => Model | undefined; readonly keep: (model: Model) => void };

/** How long the key is that a kept answer begins with: the model behind it is read only where the key is the one asked for. */
const KEY = 28;

export function answersOf(files: Files, ids: Ids, kept: Kept): Answers {
  if (kept === nowhere) return { known: () => undefined, keep: () => undefined };
  return {
    known: () => {
      const bytes = kept.get(by);
      const isSame = bytes && Buffer.from(bytes.subarray(0, KEY)).toString('latin1') === workspaceKeyOf(files, ids);
      return isSame ? valueIn<Model>(bytes.subarray(KEY)) : undefined;
    },
    keep: (model) => {
      kept.set(by, Buffer.concat([Buffer.from(workspaceKeyOf(files, ids), 'latin1'), serialize(model)]));
      kept.flush();
    },
  };
}

/** Names every file with its content, and what was left out. */
function workspaceKeyOf(files: Files, ids: Ids): string {
  const hash = createHash('sha1').update(files.root);
  for (const entry of files.list()) hash.update(`${entry.path}\0${ids.of(entry)}\n`);
  for (const { path, why } of files.skipped()) hash.update(`${path}\0${why}\n`);
  return hash.digest('base64');
}

/** What is kept is named by the build that wrote it, and checked for damage before it comes here. */
function valueIn<T>(bytes: Uint8Array | undefined): T | undefined {
  try {
    return bytes && deserialize(bytes);
  } catch {
    return undefined;
  }
}
