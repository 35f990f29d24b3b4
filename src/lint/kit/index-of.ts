import type { Model } from '../../model/model.ts';

/** Builds a look-up of a model once, however many rules ask for it. */
export function indexOf<T>(build: (model: Model) => T): (model: Model) => T {
  const built = new WeakMap<Model, T>();
  return (model) => {
    const known = built.get(model);
    if (known !== undefined) return known;
    const made = build(model);
    built.set(model, made);
    return made;
  };
}
