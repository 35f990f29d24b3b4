import { gatherFacts } from '../../../src/cli/facts.ts';
import { settingsIn } from '../../../src/cli/settings.ts';
import { capabilities } from '../../../src/cli/templates.ts';
import { memoryFolder } from '../../../src/files/changes/memory.ts';
import { packagedTemplates } from '../../../src/files/changes/templates.ts';
import { nowhere } from '../../../src/files/keep.ts';
import { memoryFiles } from '../../../src/files/memory.ts';
import { link } from '../../../src/link/link.ts';
import type { FileFacts } from '../../../src/model/fact.ts';
import type { Model } from '../../../src/model/model.ts';
import type { Answers, Workspace } from '../../../src/scaffold/kit.ts';
import { planOf } from '../../../src/scaffold/plan.ts';

/** Files by path. */
export type Tree = Readonly<Record<string, string>>;

const workspace: Workspace = { name: 'shop', scope: '@shop', services: [], events: [], contexts: [], msvc: '^1.0.0' };

const bear = async (texts: Map<string, string>, id: string, name: string, answers: Answers): Promise<void> => {
  const capability = capabilities.find((each) => each.id === id);
  if (!capability) throw new Error(`no capability ${id}`);
  const plan = await planOf({
    capability,
    answers: { name, ...answers },
    workspace,
    service: { name, path: `services/${name}`, contexts: [name], number: 1 },
    templates: packagedTemplates(),
    files: memoryFolder(texts),
    again: false,
    record: { path: `.msvc/${name}.json`, text: '{}\n' },
  });
  await memoryFolder(texts).write(plan.writes);
};

const contextAnswers = (context: string): Answers => ({
  subdomain: 'core',
  owner: '@acme/team',
  publishes: [`${context === 'orders' ? 'Order' : 'Bill'}Placed`],
  consumes: [],
  calls: [],
  context,
  aggregate: context === 'orders' ? 'Order' : 'Bill',
  with: [],
  broker: 'postgres',
  inboxRetention: 168,
});

/** A workspace as `msvc new` makes it, with two contexts that know nothing of each other. */
const generated = async (): Promise<Tree> => {
  const texts = new Map<string, string>();
  await bear(texts, 'workspace', 'shop', { dir: '.', pinNode: false, msvc: '^1.0.0' });
  await bear(texts, 'service', 'orders', contextAnswers('orders'));
  await bear(texts, 'service', 'billing', contextAnswers('billing'));
  return Object.fromEntries(texts);
};

export type Clean = { readonly tree: Tree; readonly facts: readonly FileFacts[]; readonly model: Model };

const linked = (facts: readonly FileFacts[]): Model => link(facts, { name: 'shop', config: settingsIn(facts) });
const factsOf = (tree: Tree): readonly FileFacts[] => gatherFacts(memoryFiles(tree), nowhere);

let made: Promise<Clean> | undefined;

/** The clean workspace, generated, read and linked once. */
export const clean = (): Promise<Clean> => {
  made ??= generated().then((tree) => {
    const facts = factsOf(tree);
    return { tree, facts, model: linked(facts) };
  });
  return made;
};

/** The model with some files added or changed; only those are read again. */
export const modelWith = ({ facts }: Clean, changes: Tree): Model =>
  linked([...facts.filter(({ file }) => !Object.hasOwn(changes, file)), ...factsOf(changes)]);
