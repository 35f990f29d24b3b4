import { fieldOf, plainTextsOf } from '../../things.ts';
import type { LibraryCall, Thing } from '../../types.ts';

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
