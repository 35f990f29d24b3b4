import { fieldOf, plainTextsOf } from '../../things.ts';
import type { CallDeed, LibraryCall, Thing } from '../../types.ts';
import { makersOf } from './bases.ts';

/** Names that send a request; the ones in capitals belong to clients made from an OpenAPI document. */
export const SENDS =
  /^(?:get|post|put|patch|delete|del|head|options|request|stream|paginate|postForm|putForm|patchForm|GET|POST|PUT|PATCH|DELETE|HEAD)$/;
export const VERB = /^(?:get|post|put|patch|delete|head|options)$/i;

/** The method that a name or an option says: `post`, `request({ method: 'POST' })`, `needle('post', …)`. */
export const methodOf = (name: string, args: readonly Thing[], call: LibraryCall): string => {
  const { program } = call.scope;
  const inOptions = args.flatMap((arg) => plainTextsOf(fieldOf(arg, 'method', program)))[0];
  if (inOptions !== undefined) return inOptions.toUpperCase();
  const first = plainTextsOf(args[0]);
  if (args.length > 1 && first.length === 1 && VERB.test(first[0] ?? '')) return (first[0] ?? '').toUpperCase();
  const bare = name.replace(/Form$/, '').replace(/^del$/, 'delete');
  return VERB.test(bare) ? bare.toUpperCase() : 'GET';
};

const DEADLINE_KEYS = ['timeout', 'signal', 'bodyTimeout', 'headersTimeout', 'timeoutMs'];

/** Whether the call, or the client it is made with, is told how long to wait. */
export const deadlineOf = (call: LibraryCall): CallDeed['deadline'] => {
  const { program } = call.scope;
  const makers = makersOf(call.callee);
  const options = [...call.args, ...makers.flatMap((maker) => maker.args ?? [])];
  const isSet = options.some((arg) =>
    DEADLINE_KEYS.some((key) => {
      const found = fieldOf(arg, key, program);
      return found !== undefined && found.kind !== 'unknown';
    }),
  );
  if (isSet) return 'set';
  const isOpen = call.args.slice(1).some((arg) => arg.kind === 'unknown');
  return isOpen || (call.callee.package === '@nestjs/axios' && makers.length === 0) ? 'unknown' : 'none';
};
