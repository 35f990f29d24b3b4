import { own } from '../../../../model/own.ts';
import { lastStep, madeBy, optionsOf, plainTextsOf } from '../../things.ts';
import type { Library, LibraryCall, LibraryThing, Recognised, Thing } from '../../types.ts';
import { classNameOf } from '../../evaluate/classes.ts';
import { isLast } from './chains.ts';
import { data } from './verbs.ts';

/** `new Schema('orders', …)`, and `new Schema(Order, …)` of old versions. */
const nameOf = (schema: Thing | undefined): string | undefined =>
  optionsOf(schema).flatMap((option) => {
    const [first] = option.kind === 'library' ? (option.args ?? []) : [];
    return first?.kind === 'class' ? [classNameOf(first)] : plainTextsOf(first).slice(0, 1);
  })[0];

const REPOSITORY = /(?:^|\.)(?:Repository|fetchRepository)\(\)$/;

const VERBS: Readonly<Record<string, 'upsert' | 'read' | 'delete'>> = {
  save: 'upsert',
  createAndSave: 'upsert',
  remove: 'delete',
  fetch: 'read',
};

/** A search is sent off by its last step: `search().where(…).return.all()`. */
const searches = (call: LibraryCall): boolean => /\.search(?:Raw)?\(\)\./.test(call.callee.path) && isLast(call);

const used = (call: LibraryCall, repository: LibraryThing): Recognised | undefined => {
  const verb = searches(call) ? 'read' : own(VERBS, lastStep(call.callee.path));
  const table = nameOf(repository.args?.[0]);
  return verb ? { deeds: [{ ...data('redis', verb, table), lasting: 'documents' }] } : undefined;
};

/** Redis OM: documents with a schema, for which Redis is the database. */
export const redisOm: Library = {
  packages: ['redis-om'],
  recognise: (call) => {
    const repository = madeBy(call.callee, REPOSITORY);
    return repository ? used(call, repository) : undefined;
  },
};
