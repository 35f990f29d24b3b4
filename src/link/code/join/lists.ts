import { LIST } from '../libraries/stores/redis-lists.ts';
import type { ServiceCode } from '../service-code.ts';
import type { Deed } from '../types.ts';

/** Leaves out that something was pushed to a list of Redis, where nobody in the workspace waits on that list. */
export function withHeardLists(code: readonly ServiceCode[]): readonly ServiceCode[] {
  const heard = new Set(
    code.flatMap(({ operations }) =>
      operations.flatMap(({ entrance }) => (entrance.protocol === LIST ? (entrance.channel?.names ?? []) : [])),
    ),
  );
  const counts = ({ what }: Deed): boolean =>
    what.kind !== 'publish' || what.protocol !== LIST || what.names.some((name) => heard.has(name));
  return code.map((one) => ({
    ...one,
    operations: one.operations.map((operation) => ({ ...operation, deeds: operation.deeds.filter(counts) })),
    start: one.start.filter(counts),
    loose: one.loose.filter(counts),
  }));
}
