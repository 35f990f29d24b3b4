import { capabilities } from '../../../src/cli/templates.ts';
import { memoryFolder } from '../../../src/files/changes/memory.ts';
import { packagedTemplates } from '../../../src/files/changes/templates.ts';
import type { Answers, ServicePlace, Workspace } from '../../../src/scaffold/kit.ts';
import { planOf } from '../../../src/scaffold/plan.ts';

export const workspace: Workspace = {
  name: 'shop',
  scope: '@shop',
  services: [],
  events: [],
  contexts: [],
  msvc: '^1.0.0',
};

/** What somebody answers who asks for a service and nothing special. */
export const answersOf = (context: string, more: Answers = {}) => ({
  name: context,
  subdomain: 'core',
  owner: '@acme/team',
  inboxRetention: 168,
  publishes: ['ThingHappened'],
  consumes: [],
  calls: [],
  context,
  aggregate: 'Thing',
  with: [],
  broker: 'postgres',
  ...more,
});

/** Adds what a capability writes to a workspace in memory, as `msvc new` and `msvc add` do. */
export async function born(texts: Map<string, string>, id: string, answers: Answers, in_: Workspace = workspace) {
  const capability = capabilities.find((each) => each.id === id);
  if (!capability) throw new Error(`no capability ${id}`);
  const question = capability.into ?? (capability.verb === 'add' ? 'to' : 'name');
  const name = String(answers[question]);
  const known = in_.services.find((one) => one.name === name);
  const service: ServicePlace = known ?? { name, path: `services/${name}`, contexts: [name], number: 7 };
  const record = { path: `.msvc/${id}.json`, text: '{}\n' };
  const request = {
    capability,
    answers,
    workspace: in_,
    service,
    templates: packagedTemplates(),
    again: false,
    record,
  };
  const plan = await planOf({ ...request, files: memoryFolder(texts) });
  await memoryFolder(texts).write(plan.writes);
  return plan;
}
