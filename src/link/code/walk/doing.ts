import { fieldOf } from '../things.ts';
import type { DeedKind, LibraryCall } from '../types.ts';
import { isFresh } from '../libraries/stores/verbs.ts';
import { namedIn, namesIn } from './naming.ts';
import { originsOf } from './origins.ts';
import { isHandedBack } from './provenance.ts';

const isPassedOn = (what: DeedKind, call: LibraryCall): boolean =>
  what.kind === 'publish' && what.names.length === 0 && isHandedBack(call);

/** What brokers and job queues know a repeated message by. */
const MESSAGE_KEYS = [
  'jobId',
  'opts.jobId',
  'deduplication.id',
  'jobKey',
  'singletonKey',
  'msgID',
  'MessageDeduplicationId',
  'deduplicationId',
];

const isDeduplicated = ({ args, scope: { program } }: LibraryCall): boolean =>
  args.some((arg) => {
    const names = namesIn(arg);
    return MESSAGE_KEYS.some((key) => names.includes(key) && !isFresh(fieldOf(arg, key, program)));
  });

const REQUEST_KEY = /(?:^|[.-])(?:x-)?(?:idempotency|idempotent|request|dedup\w*)[-_]?(?:key|id|token)$/i;

const hasKey = ({ args }: LibraryCall): boolean =>
  args.some((arg) => namesIn(arg).some((name) => REQUEST_KEY.test(name)));

const withCircumstances = (what: DeedKind, call: LibraryCall): DeedKind => {
  switch (what.kind) {
    case 'publish':
      return isDeduplicated(call) ? { ...what, deduplicated: true } : what;
    case 'call':
      return hasKey(call) ? { ...what, idempotencyKey: true } : what;
    default:
      return what;
  }
};

/** What a call does: each use of data with what it was done through and names, each message and request with its key. */
export const done = (deeds: readonly DeedKind[], call: LibraryCall): readonly DeedKind[] => {
  const isData = deeds.some(({ kind }) => kind === 'data');
  const through = isData ? originsOf(call) : [];
  const named = isData ? namedIn(call) : {};
  return deeds.flatMap((what) => {
    if (isPassedOn(what, call)) return [];
    if (what.kind !== 'data') return [withCircumstances(what, call)];
    return [{ ...what, ...named, ...(through.length > 0 ? { through } : {}) }];
  });
};
