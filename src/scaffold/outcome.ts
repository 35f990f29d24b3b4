import { UserError } from '../errors.ts';
import { errors } from '../errors/scaffold.ts';
import type { Change, ChangeKind } from './kit/change.ts';
import { edited } from './kit/text-edit.ts';
import { mergeJson } from './merge/json.ts';
import { addLines } from './merge/lines.ts';
import { editTypeScript } from './merge/typescript.ts';
import { mergeYaml } from './merge/yaml.ts';
import type { Format } from './render/format.ts';
import { endedAs } from './line-ends.ts';

/**
 * What a plan means for one file. `kept`: a change made earlier, which its owner has edited since and keeps.
 * `absent`: nothing to add to. `conflict`: `after` would replace what somebody else wrote.
 */
export type OutcomeKind = 'created' | 'changed' | 'unchanged' | 'kept' | 'absent' | 'conflict';

export type Outcome = {
  readonly path: string;
  readonly kind: OutcomeKind;
  readonly changes: readonly ChangeKind[];
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** The text that would stand here if nobody had edited anything. */
  readonly pristine: { readonly before: string | undefined; readonly after: string | undefined };
  readonly executable: boolean;
};

/** How the files stand: the texts now, the texts as generated, and whether this very plan was applied before. */
export type Standing = {
  readonly read: (path: string) => string | undefined;
  readonly pristine: (path: string) => string | undefined;
  readonly again: boolean;
  readonly format: Format;
};

/** Works out in memory what every change would do to its file. Nothing is written. */
export async function outcomesOf(changes: Iterable<Change>, standing: Standing): Promise<readonly Outcome[]> {
  const outcomes = new Map<string, Outcome>();
  for (const change of changes) {
    const start = outcomes.get(change.path) ?? startOf(change.path, standing);
    outcomes.set(change.path, await next(start, change, standing));
  }
  return [...outcomes.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function startOf(path: string, standing: Standing): Outcome {
  const before = standing.read(path);
  const pristine = standing.pristine(path);
  return {
    path,
    kind: 'unchanged',
    changes: [],
    before,
    after: before,
    pristine: { before: pristine, after: pristine },
    executable: false,
  };
}

async function next(outcome: Outcome, change: Change, standing: Standing): Promise<Outcome> {
  const changes = [...outcome.changes, change.kind];
  const step = change.kind === 'create' ? created : added;
  const result = await step(outcome, change, standing);
  return { ...outcome, ...result, changes };
}

type Step = (outcome: Outcome, change: Change, standing: Standing) => Promise<Partial<Outcome>>;

const created: Step = async (outcome, change, { again, format }) => {
  if (change.kind !== 'create') return {};
  const { before, after: generated } = outcome.pristine;
  // Made earlier, the text may have grown by additions since.
  const content = again && generated !== undefined ? generated : await format(change.path, change.content);
  const pristine = { before, after: content };
  const executable = change.executable === true;
  if (outcome.after === undefined) return { kind: 'created', after: content, pristine, executable };
  if (sameText(outcome.after, content)) return { pristine };
  if (content === generated && again) return { kind: 'kept' };
  return { kind: 'conflict', after: content, pristine };
};

const added: Step = async (outcome, change, { again, format }) => {
  if (outcome.kind === 'conflict') return {};
  const { before, after: generated } = outcome.pristine;
  const isAbsent = outcome.after === undefined && !mayCreate(change);
  const after = isAbsent ? undefined : await addTo(outcome.after ?? '', change, format);
  // An edit by offsets is made for the text as its owner left it; the generated text stays as it was.
  const isShared = generated === undefined || generated === outcome.after;
  const grown = isShared ? after : change.kind === 'edit-text' ? generated : await addTo(generated, change, format);
  if (isAbsent) return { kind: 'absent', pristine: { before, after: generated && grown } };
  const pristine = { before, after: outcome.after === undefined ? after : generated && grown };
  if (after === outcome.after) return { pristine };
  if (again && generated !== undefined && grown === generated) return { kind: 'kept' };
  return { kind: outcome.before === undefined ? 'created' : 'changed', after, pristine };
};

const mayCreate = (change: Change): boolean =>
  (change.kind === 'merge-json' || change.kind === 'merge-yaml' || change.kind === 'add-lines') &&
  change.ifAbsent !== 'skip';

/** A text that was formatted stays formatted; one that was not keeps its owner's form. Line ends stay as they were. */
async function addTo(text: string, change: Change, format: Format): Promise<string> {
  const plain = plainOf(text);
  const own = change.kind === 'edit-text' ? editedText(text, change) : undefined;
  const merged = own === undefined ? await mergeInto(plain, change) : plainOf(own);
  if (merged === plain) return text;
  const wasFormatted = plain === '' || (await format(change.path, plain)) === plain;
  if (own !== undefined && !wasFormatted) return own;
  const result = wasFormatted ? await format(change.path, merged) : merged;
  return endedAs(text, result);
}

const plainOf = (text: string): string => text.replaceAll('\r\n', '\n');

function editedText(text: string, { path, of, edits }: Extract<Change, { kind: 'edit-text' }>): string {
  if (text !== of) throw errors.cannotMerge(path, 'it is not the text that the edit was made for');
  return edited(text, edits);
}

async function mergeInto(text: string, change: Change): Promise<string> {
  try {
    if (change.kind === 'merge-json') return mergeJson(text, change.fragment);
    if (change.kind === 'merge-yaml') return mergeYaml(text, change.fragment);
    if (change.kind === 'add-lines') return addLines(text, change.lines, change.after);
    if (change.kind === 'append-text') return text.includes(change.unless) ? text : `${text}${change.text}`;
    if (change.kind === 'replace-text') return replaced(text, change.replace);
    if (change.kind === 'edit-proto') return change.edit(text);
    if (change.kind === 'edit-typescript') return await editTypeScript(change.path, text, change.edit);
    return text;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw errors.cannotMerge(change.path, error instanceof Error ? error.message : String(error));
  }
}

const replaced = (text: string, replace: readonly { readonly from: string; readonly to: string }[]): string =>
  replace.reduce((now, { from, to }) => now.replaceAll(from, () => to), text);

const sameText = (a: string, b: string): boolean => a === b || a.replaceAll('\r\n', '\n') === b;
