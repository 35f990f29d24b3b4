import { modelOf, services } from '../workspace.ts';

type Tree = Readonly<Record<string, string>>;

/** The stores of one service with these files, each with its tables: `orders:w` is written, `:r` read, `:d` declared. */
export const storesOf = (main: string, env: Tree = {}, more: Tree = {}) =>
  modelOf(services({ orders: env }), { 'orders/src/main.ts': main, ...more }).stores.map(({ id, role, users }) => {
    const tables = users.flatMap((user) => user.tables.map(({ table, access }) => `${table}:${access[0]}`));
    return [id + (role === 'data' ? '' : ` (${role})`), ...[...new Set(tables)].sort()].join(' ');
  });

/** Whether the one store is there with all of this, or what is there instead. */
export const storeWith = (wanted: readonly string[], main: string, env: Tree = {}, more: Tree = {}): string => {
  const [store = 'none', ...others] = storesOf(main, env, more);
  const isWhole = others.length === 0 && wanted.every((word) => store.split(' ').includes(word));
  return isWhole ? 'all there' : [store, ...others].join('; ');
};
