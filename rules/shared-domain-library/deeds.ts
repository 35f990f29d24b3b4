import { contextsOf, groupBy, indexOf, isBookkeepingTable, unique } from '../../src/lint/kit.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Library, Model } from '../../src/model/model.ts';
import { isTechnical } from './technical.ts';

/** A place in a library that reads or writes one table, on behalf of services of several contexts. */
export type SharedDeed = {
  readonly path: string;
  readonly table: string;
  readonly at: Evidence;
  readonly services: readonly string[];
};

type Deed = { readonly library: Library; readonly table: string; readonly at: Evidence; readonly service: string };

/** A place that is told its table by each service is a tool: only one that names the table itself counts. */
export const sharedDeeds = indexOf((model: Model): readonly SharedDeed[] => {
  if (model.libraries.length === 0) return [];
  const libraryOf = libraryFinder(model);
  const deeds = model.operations.flatMap(({ service, effects }) =>
    effects.flatMap((effect): readonly Deed[] => {
      const at = effect.trail.at(-1) ?? effect.trail[0];
      const library = effect.kind === 'data' && effect.table !== undefined ? libraryOf(at.file) : undefined;
      if (!library || effect.kind !== 'data' || effect.table === undefined) return [];
      return [{ library, table: effect.table, at, service }];
    }),
  );
  return groupBy(deeds, ({ at }) => `${at.file}:${at.line}:${at.column}`).flatMap((same): readonly SharedDeed[] => {
    const [first] = same;
    const services = unique(same.map(({ service }) => service));
    const isOne = unique(same.map(({ table }) => table)).length === 1;
    if (!first || !isOne || contextsOf(model, services).length < 2) return [];
    if (isTechnical(first.table) || isBookkeepingTable(first.table) || isEventStore(model, first.table)) return [];
    return [{ path: first.library.path, table: first.table, at: first.at, services }];
  });
});

const STREAM = /^(?:stream|aggregate)(?:_?(?:id|name|key))?$/i;
const PLACE = /^(?:version|revision|sequence|position)(?:_?(?:no|number))?$/i;

/** A key of a stream and a place in it: whatever is kept there is written by one service and no other. */
const isEventStore = ({ uniqueKeys }: Model, table: string): boolean =>
  uniqueKeys.some(
    (key) =>
      key.table === table &&
      key.columns.some((column) => STREAM.test(column)) &&
      key.columns.some((column) => PLACE.test(column)),
  );

/** The library whose folder holds a file; services' own folders win. */
function libraryFinder(model: Model): (file: string) => Library | undefined {
  const libraries = new Map(model.libraries.map((library) => [library.path, library]));
  const services = new Set(model.services.map(({ path }) => path));
  const known = new Map<string, Library | undefined>();
  const ofFolder = (folder: string): Library | undefined => {
    if (folder === '' || services.has(folder)) return undefined;
    if (known.has(folder)) return known.get(folder);
    const found = libraries.get(folder) ?? ofFolder(folder.slice(0, Math.max(0, folder.lastIndexOf('/'))));
    known.set(folder, found);
    return found;
  };
  return (file) => ofFolder(file.slice(0, Math.max(0, file.lastIndexOf('/'))));
}
