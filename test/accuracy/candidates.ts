import type { Model } from '../../src/model/model.ts';

const distinct = (keys: readonly string[]): number => new Set(keys).size;
const services = ({ services: all }: Model): number => all.filter(({ kind }) => kind !== 'frontend').length;
const calledPairs = ({ edges }: Model): number =>
  distinct(edges.filter(({ kind }) => kind === 'sync').map(({ from, to }) => `${from} ${to}`));

/**
 * How many things a rule could report at all: what somebody who reports everything would report. Its precision is the
 * share of them that is labelled, its recall 1; a figure says something only beside that.
 */
const counts: Readonly<Record<string, (model: Model) => number>> = {
  'shared-database': ({ stores }) => stores.filter(({ role }) => role === 'data').length,
  'sync-cycle': calledPairs,
  'sync-chain': ({ chains }) => distinct(chains.map(({ path }) => path.join())),
  'shared-domain-library': ({ libraries }) => libraries.length,
  'cross-context-import': ({ imports }) => distinct(imports.map(({ fromUnit, toUnit }) => `${fromUnit} ${toUnit}`)),
  'missing-timeout': calledPairs,
  'hardcoded-endpoint': calledPairs,
  'chatty-calls': ({ operations }) =>
    operations.filter(({ effects }) => effects.some(({ kind }) => kind === 'call')).length,
  'missing-idempotency': ({ operations }) => operations.filter(({ trigger }) => trigger === 'message').length,
  'dual-write': ({ operations }) =>
    distinct(
      operations.flatMap(({ effects }) =>
        effects.flatMap(({ kind, trail }) => {
          const at = trail[trail.length - 1] ?? trail[0];
          return kind === 'publish' ? [`${trail[0].file}:${trail[0].line} ${at.file}:${at.line}`] : [];
        }),
      ),
    ),
  'missing-health-check': services,
  'missing-graceful-shutdown': services,
  'unversioned-api': services,
};

export const candidatesOf = (rule: string, model: Model): number => counts[rule]?.(model) ?? 0;
