import { inspectFiles } from '../../../src/cli/inspect.ts';
import { memoryFiles } from '../../../src/files/memory.ts';
import { check } from '../../../src/lint/engine.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { Model } from '../../../src/model/model.ts';
import type { Rule } from '../../../src/model/rule.ts';

/** The model of a workspace that lies in memory. */
export const modelOf = (files: Readonly<Record<string, string>>): Model => inspectFiles(memoryFiles(files)).model;

export const findingsIn = (files: Readonly<Record<string, string>>, rule: Rule): Finding[] => [
  ...check(modelOf(files), [rule]).findings,
];
