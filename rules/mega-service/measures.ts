import { isBookkeepingTable } from '../../src/lint/kit.ts';
import type { Model, Service } from '../../src/model/model.ts';

/** One thing that is counted of a service, beside the median of all. */
export type Measure = { readonly what: string; readonly value: number; readonly median: number };
export type Giant = { readonly service: Service; readonly measures: readonly Measure[] };

/** Fewer than this have no usual size. */
const ENOUGH = 5;
/** Iglewicz and Hoaglin: 0.6745 × distance / MAD above this is an outlier. */
const LIMIT = 3.5;

/** Services that are far above the median in all that is measured. */
export function giantsIn(model: Model, times: number): readonly Giant[] {
  const sizes = new Map(model.sizes.map(({ service, functions }) => [service, functions]));
  const services = model.services.filter(({ kind, name }) => kind === 'service' && (sizes.get(name) ?? 0) > 0);
  if (services.length < ENOUGH) return [];
  const authors = new Map((model.history?.services ?? []).map((one) => [one.service, one.authors]));
  const counted = [
    { what: 'operations', least: 10, times, counts: operationsIn(model) },
    { what: 'tables', least: 5, times, counts: tablesIn(model) },
    { what: 'functions', least: 50, times, counts: sizes },
    // People are fewer than lines: half as far is far.
    ...(authors.size > 0 ? [{ what: 'people', least: 4, times: times / 2, counts: authors }] : []),
  ];
  const judged = counted.map((one) => ({ ...one, ...spreadOf(services.map(({ name }) => one.counts.get(name) ?? 0)) }));
  return services.flatMap((service): readonly Giant[] => {
    const measures = judged.map(({ what, counts, median, isFar, least, times: factor }) => {
      const value = counts.get(service.name) ?? 0;
      return { what, value, median, isFar: value >= least && value > factor * median && isFar(value) };
    });
    return measures.every(({ isFar }) => isFar)
      ? [{ service, measures: measures.map(({ what, value, median }) => ({ what, value, median })) }]
      : [];
  });
}

/** Median and median absolute deviation. Where most are alike, any distance is far. */
function spreadOf(values: readonly number[]): { readonly median: number; readonly isFar: (value: number) => boolean } {
  const median = medianOf(values);
  const deviation = medianOf(values.map((value) => Math.abs(value - median)));
  return { median, isFar: (value) => 0.6745 * (value - median) > LIMIT * deviation };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[sorted.length % 2 ? middle : middle - 1], sorted[middle]];
  return (low + high) / 2;
}

function operationsIn({ operations }: Model): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { service, trigger } of operations)
    if (trigger !== 'start') counts.set(service, (counts.get(service) ?? 0) + 1);
  return counts;
}

/** Tables that a service declares or writes. */
function tablesIn({ stores }: Model): ReadonlyMap<string, number> {
  const names = new Map<string, Set<string>>();
  for (const { id, role, users } of stores) {
    if (role !== 'data') continue;
    for (const { service, tables } of users)
      for (const { table, access } of tables) {
        if (access === 'reads' || isBookkeepingTable(table)) continue;
        names.set(service, (names.get(service) ?? new Set()).add(`${id} ${table}`));
      }
  }
  return new Map([...names].map(([service, tables]) => [service, tables.size]));
}
