export type Json = { readonly [key: string]: unknown };
/** A value with the way to it. */
export type Placed = { readonly value: Json; readonly at: string };

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The objects of a list with their places; what is no object is noted as a mistake. */
export function itemsIn(owner: Json, key: string, at: string, mistakes: string[]): readonly Placed[] {
  const value = owner[key];
  const where = at === '' ? key : `${at}.${key}`;
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    mistakes.push(`${where}: must be a list`);
    return [];
  }
  return value.flatMap((item: unknown, index): readonly Placed[] => {
    if (isObject(item)) return [{ value: item, at: `${where}[${index}]` }];
    mistakes.push(`${where}[${index}]: must be an object`);
    return [];
  });
}

export const objectIn = (owner: Json, key: string): Json => {
  const value = owner[key];
  return isObject(value) ? value : {};
};

export const textIn = (owner: Json, key: string): string | undefined => {
  const value = owner[key];
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
};

/** Microseconds or milliseconds as a number; undefined where it is none. */
export const numberIn = (owner: Json, key: string): number | undefined => {
  const value = Number(owner[key]);
  return owner[key] !== undefined && owner[key] !== null && Number.isFinite(value) && value >= 0 ? value : undefined;
};

/** A text that a span cannot do without. */
export function needed(owner: Json, key: string, at: string, mistakes: string[]): string | undefined {
  const found = textIn(owner, key);
  if (found === undefined) mistakes.push(`${at}: has no ${key}`);
  return found;
}
