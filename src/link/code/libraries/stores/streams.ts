import { own } from '../../../../model/own.ts';
import type { DataVerb } from '../../../../model/model.ts';
import { fieldOf, lastStep, librariesOf, symbolsOf, textsOf } from '../../things.ts';
import type { DataDeed, LibraryCall } from '../../types.ts';
import { keyedOf } from './verbs.ts';

const VERBS: Readonly<Record<string, DataVerb>> = {
  appendToStream: 'insert',
  readStream: 'read',
  readAll: 'read',
  aggregateStream: 'read',
  streamExists: 'read',
  deleteStream: 'delete',
  tombstoneStream: 'delete',
};

/** What a method of an event store does to its streams. */
export const verbIn = (path: string): DataVerb | undefined => {
  const name = lastStep(path);
  return own(VERBS, name);
};

const UNCHECKED = /^(?:ANY|any|NO_CONCURRENCY_CHECK|StreamState\.ANY|STREAM_EXISTS|stream_exists)$/;

/** An append that expects a version is refused when it comes again; another one is not. */
export const keyedIn = ({ args: [, events, options], scope: { program } }: LibraryCall): DataDeed['keyed'] => {
  const expected = ['expectedStreamVersion', 'expectedRevision', 'streamState'].flatMap(
    (name) => fieldOf(options, name, program) ?? [],
  );
  const unchecked = expected.some((each) =>
    [...symbolsOf(each), ...textsOf(each).map(({ text }) => text), ...librariesOf(each).map(({ path }) => path)].some(
      (name) => UNCHECKED.test(name),
    ),
  );
  return expected.length > 0 && !unchecked ? 'given' : keyedOf(events, program);
};
