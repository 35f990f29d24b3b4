/** What a table holds under a name that a workspace gave: `toString` and `constructor` are names like any other. */
export const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
