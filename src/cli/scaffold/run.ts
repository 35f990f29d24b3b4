import { resolve } from 'node:path';
import { errors } from '../../errors/scaffold.ts';
import { diskFolder } from '../../files/changes/disk.ts';
import type { Folder } from '../../files/changes/folder.ts';
import { packagedTemplates } from '../../files/changes/templates.ts';
import { sameAgain } from '../../scaffold/answers.ts';
import type { Answers, Capability, Workspace } from '../../scaffold/kit.ts';
import { planOf, type Plan } from '../../scaffold/plan.ts';
import { collectAnswers, type Given } from '../prompts/collect.ts';
import type { Prompter } from '../prompts/prompter.ts';
import { exitCodes, type World } from '../world.ts';
import type { RunOptions } from './declare.ts';
import { conflictText, doneText, dryRunText, type Told } from './output.ts';
import { siteOf } from './site.ts';
import { subjectOf } from './subject.ts';

type Wanted = { readonly given: Given; readonly options: RunOptions };

/** Asks, plans, and writes all of it or nothing. */
export async function runCapability(world: World, capability: Capability, { given, options }: Wanted): Promise<number> {
  const site = siteOf(world.cwd, capability, given['dir']);
  const prompter = await prompterFor(world, options);
  if (prompter) refuseTaken(capability, given, site.workspace);
  const answers = await collectAnswers(capability.questions, given, site.workspace, prompter);
  const started = performance.now();
  const folder = capability.id === 'workspace' ? diskFolder(resolve(world.cwd, String(answers['dir']))) : site.folder;
  const plan = await planIn(folder, capability, answers, site.workspace);
  const told: Told = {
    capability,
    answers,
    folder,
    plan,
    command: [
      'msvc',
      capability.verb,
      capability.id,
      ...sameAgain(capability.questions, answers, { workspace: site.workspace, answers: {} }),
    ].join(' '),
    seconds: () => (performance.now() - started) / 1000,
  };
  if (plan.conflicts.length > 0 && !options.dryRun) {
    throw errors.wouldOverwrite(
      plan.conflicts.map(({ path }) => path),
      await conflictText(plan),
    );
  }
  if (!options.dryRun) await folder.write(plan.writes, world.signal);
  world.out(await textFor(world, told, options));
  return plan.conflicts.length > 0 ? exitCodes.usage : exitCodes.clean;
}

/** Nobody shall answer six questions about a service that is there. */
function refuseTaken({ id, questions }: Capability, given: Given, { services }: Workspace): void {
  const flags = Object.keys(questions).filter((name) => name !== 'name' && given[name] !== undefined);
  const standing = services.find(({ name }) => name === given['name']);
  if (id === 'service' && standing && flags.length === 0) throw errors.serviceExists(standing.name, standing.path);
}

async function planIn(folder: Folder, capability: Capability, answers: Answers, workspace: Workspace): Promise<Plan> {
  const { service, again, record } = subjectOf({ capability, answers, folder, workspace });
  const templates = packagedTemplates();
  return planOf({ capability, answers, workspace, service, templates, files: folder, again, record });
}

/** A person is asked only at a terminal, outside CI, and not when told to go on. */
async function prompterFor({ terminal, env }: World, { yes, format }: RunOptions): Promise<Prompter | undefined> {
  const inCI = env['CI'] !== undefined && env['CI'] !== '' && env['CI'] !== 'false';
  if (yes || format === 'json' || inCI || !terminal.input || !terminal.output) return undefined;
  return (await import('../prompts/clack.ts')).clackPrompter;
}

async function textFor(world: World, told: Told, { format, dryRun }: RunOptions): Promise<string> {
  if (format === 'json') return jsonText(told, !dryRun);
  return dryRun ? dryRunText(world, told) : doneText(world, told);
}

async function jsonText({ capability, answers, folder, command, plan }: Told, written: boolean): Promise<string> {
  const { planDocumentOf } = await import('../../scaffold/plan-json.ts');
  const heading = { root: folder.root, capability: capability.id, answers, command, written };
  return `${JSON.stringify(planDocumentOf(heading, plan), null, 2)}\n`;
}
