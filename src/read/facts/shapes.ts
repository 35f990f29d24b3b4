/**
 * Writes objects as lists of their values, with the names of their fields said once for all objects of a shape: about a
 * third of the room that JSON takes. Shapes are only ever added, so that what was written before stays readable.
 */
export type Shapes = {
  readonly known: () => readonly string[];
  readonly pack: (value: unknown) => unknown;
  /** Throws for what no `pack` has written. */
  readonly unpack: (value: unknown) => unknown;
};

/** What is part of a shape as it stands: `kind` and the like, which have few values. */
const isFixed = (key: string, value: unknown): boolean =>
  typeof value === 'boolean' || (typeof value === 'string' && (key === 'kind' || key === 'how' || key === 'form'));

/** A line and a column, which are in half of all objects. */
const isPlace = (value: unknown): value is readonly [number, number] =>
  Array.isArray(value) &&
  value.length === 2 &&
  Number.isInteger(value[0]) &&
  Number.isInteger(value[1]) &&
  value[0] > 0;

type Shape = { readonly fixed: readonly (readonly [string, unknown])[]; readonly open: readonly string[] };

const shapeFrom = (text: string): Shape => {
  const fields: unknown = JSON.parse(text);
  if (!Array.isArray(fields)) throw new TypeError('no shape');
  const fixed: [string, unknown][] = [];
  const open: string[] = [];
  for (const field of fields) {
    if (typeof field === 'string') open.push(field);
    else if (Array.isArray(field)) fixed.push([String(field[0]), field[1]]);
  }
  return { fixed, open };
};

export const shapesOf = (texts: readonly string[]): Shapes => {
  const ids = new Map(texts.map((text, index) => [text, index + 1]));
  const shapes = texts.map(shapeFrom);
  const idOf = (text: string): number => {
    const known = ids.get(text);
    if (known !== undefined) return known;
    shapes.push(shapeFrom(text));
    ids.set(text, shapes.length);
    return shapes.length;
  };
  const pack = (value: unknown): unknown => {
    if (isPlace(value)) return [-value[0], value[1]];
    if (Array.isArray(value)) return [0, ...value.map(pack)];
    if (typeof value !== 'object' || value === null) return value;
    const fields: unknown[] = [];
    const values: unknown[] = [];
    for (const [key, field] of Object.entries(value)) {
      if (field === undefined) continue;
      if (isFixed(key, field)) fields.push([key, field]);
      else {
        fields.push(key);
        values.push(pack(field));
      }
    }
    return [idOf(JSON.stringify(fields)), ...values];
  };
  const unpack = (value: unknown): unknown => {
    if (!Array.isArray(value)) return value;
    if (value[0] < 0) return [-value[0], value[1]];
    if (value[0] === 0) return value.slice(1).map(unpack);
    const shape = shapes[Number(value[0]) - 1];
    if (!shape || value.length !== shape.open.length + 1) throw new TypeError('no such shape');
    const made: Record<string, unknown> = {};
    for (const [key, field] of shape.fixed) made[key] = field;
    for (let at = 0; at < shape.open.length; at += 1) made[shape.open[at] ?? ''] = unpack(value[at + 1]);
    return made;
  };
  return { known: () => [...ids.keys()], pack, unpack };
};
