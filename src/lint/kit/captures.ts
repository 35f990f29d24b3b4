import type { Effect, Model, ServiceName } from '../../model/model.ts';
import { plainTable } from './names.ts';

/** Whether change-data-capture reads what is written: it tells the broker of it, whatever becomes of the process. */
export const isCaptured = (model: Model, service: ServiceName, { table }: Extract<Effect, { kind: 'data' }>): boolean =>
  model.captures.some(
    ({ services, tables }) =>
      services?.includes(service) !== false &&
      (tables === undefined || (table !== undefined && tables.some((listed) => isListed(listed, table)))),
  );

const isListed = (listed: string, table: string): boolean => {
  const parts = listed.split('*').map(plainTable);
  const [first = ''] = parts;
  return parts.length === 1 ? first === plainTable(table) : isLike(parts, plainTable(table));
};

/** The parts between the `*` of a pattern, in their order. */
const isLike = (parts: readonly string[], name: string): boolean => {
  let from = 0;
  for (const [index, part] of parts.entries()) {
    const found = name.indexOf(part, from);
    if (found < 0 || (index === 0 && found > 0)) return false;
    from = found + part.length;
  }
  return parts.at(-1) === '' || from === name.length;
};
