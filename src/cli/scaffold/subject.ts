import { errors } from '../../errors/scaffold.ts';
import type { Folder } from '../../files/changes/folder.ts';
import type { Answers, Capability, ServicePlace, Workspace } from '../../scaffold/kit.ts';
import {
  readServiceRecord,
  readWorkspaceRecord,
  recordText,
  recordVersion,
  serviceRecordPath,
  wasApplied,
  withApplied,
  workspaceRecordPath,
  type Applied,
} from '../../scaffold/record.ts';
import { version } from '../version.ts';

/** What a command is about: the service it makes or adds to, and the note of it in `.msvc/`. */
export type Subject = {
  readonly service: ServicePlace;
  readonly again: boolean;
  readonly record: { readonly path: string; readonly text: string };
};
type Request = {
  readonly capability: Capability;
  readonly answers: Answers;
  readonly folder: Folder;
  readonly workspace: Workspace;
};

export function subjectOf(request: Request): Subject {
  if (request.capability.id === 'workspace') return workspaceSubject(request);
  if (request.capability.to === 'workspace') return workspaceAddedTo(request);
  const { verb, into = verb === 'add' ? 'to' : undefined } = request.capability;
  return into === undefined ? newService(request) : serviceAddedTo(request, into);
}

const wholeWorkspace: ServicePlace = { name: '', path: '.', contexts: [], number: 0 };

function workspaceSubject({ capability, answers, folder }: Request): Subject {
  const { dir: _dir, msvc: _msvc, ...kept } = answers;
  const before = readWorkspaceRecord(folder.read)?.applied ?? [];
  const applied = { capability: capability.id, msvc: version, answers: kept };
  const text = recordText({ version: recordVersion, applied: withApplied(before, applied) });
  return { service: wholeWorkspace, again: wasApplied(before, applied), record: { path: workspaceRecordPath, text } };
}

/** The note goes to the end of the list, so that the last of its kind is what holds. */
function workspaceAddedTo(request: Request): Subject {
  const record = readWorkspaceRecord(request.folder.read);
  const before = record?.applied ?? [];
  const applied = appliedBy(request);
  const last = before.filter(({ capability }) => capability === applied.capability).slice(-1);
  const again = wasApplied(last, applied);
  const list = again ? before : [...before.filter((each) => !wasApplied([each], applied)), applied];
  const text = recordText({ version: record?.version ?? recordVersion, applied: list });
  return { service: wholeWorkspace, again, record: { path: workspaceRecordPath, text } };
}

function newService(request: Request): Subject {
  const { answers, folder, workspace } = request;
  const name = String(answers['name']);
  const standing = workspace.services.find((service) => service.name === name);
  const earlier = readServiceRecord(folder.read, name);
  const isThere = standing !== undefined && folder.names(standing.path).length > 0;
  const applied = appliedBy(request);
  const again = isThere && wasApplied(earlier?.applied ?? [], applied);
  if (isThere && !again) throw errors.serviceExists(name, standing.path);
  const service = standing ?? {
    name,
    path: `services/${name}`,
    contexts: [String(answers['context'] ?? name)],
    number: Math.max(0, ...workspace.services.map(({ number }) => number)) + 1,
  };
  return subjectIn(service, isThere ? (earlier?.applied ?? []) : [], applied, again);
}

function serviceAddedTo(request: Request, into: string): Subject {
  const { capability, answers, folder, workspace } = request;
  const name = String(answers[into]);
  const service = workspace.services.find((each) => each.name === name);
  const known = workspace.services.map((each) => each.name);
  if (!service) throw errors.noSuchService(capability.id, known);
  const before = readServiceRecord(folder.read, name)?.applied ?? [];
  const has = new Set(before.map((each) => each.capability));
  const lacking = capability.needs.filter((need) => !has.has(need));
  if (lacking.length > 0) throw errors.missingCapability(capability.id, name, lacking);
  const applied = appliedBy(request);
  return subjectIn(service, before, applied, wasApplied(before, applied));
}

const appliedBy = ({ capability, answers }: Request): Applied => ({
  capability: capability.id,
  msvc: version,
  answers,
});

function subjectIn(service: ServicePlace, before: readonly Applied[], applied: Applied, again: boolean): Subject {
  const { name, path, contexts, number } = service;
  const text = recordText({ path, contexts, number, applied: withApplied(before, applied) });
  return { service, again, record: { path: serviceRecordPath(name), text } };
}
