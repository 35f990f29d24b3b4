import { errors } from '../errors/scaffold.ts';
import type { Answers } from './kit/question.ts';
import { isObject, sameJson } from './merge/same.ts';
import type { Outcome } from './outcome.ts';

/** The layout of `.msvc/` that this code writes and reads. */
export const recordVersion = 1;

/** One capability as it was applied. */
export type Applied = { readonly capability: string; readonly msvc: string; readonly answers: Answers };
/** `.msvc/workspace.json` */
export type WorkspaceRecord = { readonly version: number; readonly applied: readonly Applied[] };
/** `.msvc/services/<name>.json`: one file a service, so that two branches that add one each do not collide. */
export type ServiceRecord = {
  readonly path: string;
  readonly contexts: readonly string[];
  readonly number: number;
  readonly applied: readonly Applied[];
};

export const workspaceRecordPath = '.msvc/workspace.json';
export const serviceRecordPath = (service: string): string => `.msvc/services/${service}.json`;
/** The last ending keeps every tool that walks the tree from taking the copy for source. */
export const pristinePath = (path: string): string => `.msvc/pristine/${path}.txt`;

export type Read = (path: string) => string | undefined;
type Text = { readonly path: string; readonly before: string | undefined; readonly after: string };

/** The pristine texts that differ after a plan. */
export const pristineTexts = (outcomes: readonly Outcome[]): readonly Text[] =>
  outcomes.flatMap(({ path, pristine: { before, after } }) =>
    after === undefined || after === before ? [] : [{ path: pristinePath(path), before, after }],
  );

/** The text of a record, keys sorted, so that a change of one answer is a change of one line. */
export const recordText = (record: WorkspaceRecord | ServiceRecord): string =>
  `${JSON.stringify(record, (_, value: unknown) => (isObject(value) ? sorted(value) : value), 2)}\n`;

const sorted = (value: object): object =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Adds what was applied, in place of an earlier application with the same answers. */
export const withApplied = (list: readonly Applied[], applied: Applied): readonly Applied[] =>
  wasApplied(list, applied) ? list : [...list, applied];

export const wasApplied = (list: readonly Applied[], { capability, answers }: Applied): boolean =>
  list.some((each) => each.capability === capability && sameJson(each.answers, JSON.parse(JSON.stringify(answers))));

export function readWorkspaceRecord(read: Read): WorkspaceRecord | undefined {
  const value = readRecord(read, workspaceRecordPath);
  if (value === undefined) return undefined;
  if (typeof value['version'] !== 'number') throw errors.brokenRecord(workspaceRecordPath, '"version" is no number');
  return { version: value['version'], applied: appliedIn(value, workspaceRecordPath) };
}

export function readServiceRecord(read: Read, service: string): ServiceRecord | undefined {
  const path = serviceRecordPath(service);
  const value = readRecord(read, path);
  if (value === undefined) return undefined;
  const { number, contexts } = value;
  if (typeof value['path'] !== 'string' || typeof number !== 'number' || !isTexts(contexts)) {
    throw errors.brokenRecord(path, '"path", "number" or "contexts" is missing');
  }
  return { path: value['path'], number, contexts, applied: appliedIn(value, path) };
}

function readRecord(read: Read, path: string): { readonly [key: string]: unknown } | undefined {
  const text = read(path);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch (error) {
    throw errors.brokenRecord(path, error instanceof Error ? error.message : String(error));
  }
  throw errors.brokenRecord(path, 'it is no JSON object');
}

function appliedIn(value: { readonly [key: string]: unknown }, path: string): readonly Applied[] {
  const { applied } = value;
  if (Array.isArray(applied) && applied.every(isApplied)) return applied;
  throw errors.brokenRecord(path, '"applied" is no list of capabilities');
}

const isApplied = (value: unknown): value is Applied =>
  isObject(value) &&
  typeof value['capability'] === 'string' &&
  typeof value['msvc'] === 'string' &&
  isObject(value['answers']);

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');
