import { gatherFacts } from '../../../src/cli/facts.ts';
import { nowhere } from '../../../src/files/keep.ts';
import { memoryFiles } from '../../../src/files/memory.ts';
import { link } from '../../../src/link/link.ts';
import { check } from '../../../src/lint/engine.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { Model } from '../../../src/model/model.ts';
import { model } from '../lint/models.ts';
import type { Rule } from '../../../src/model/rule.ts';

/** The model of a workspace that lies in memory. */
export function modelOf(files: Readonly<Record<string, string>>): Model {
  const facts = gatherFacts(memoryFiles(files), nowhere);
  const config = facts.flatMap((file) => file.facts).find((fact) => fact.kind === 'config');
  return link(facts, { name: 'shop', config: config ?? model().config });
}

export const findingsIn = (files: Readonly<Record<string, string>>, rule: Rule): Finding[] =>
  check(modelOf(files), [rule]);
