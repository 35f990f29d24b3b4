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

/** The same for what is asked of a model about one word after another. */
export function answersOf<T>(answer: (model: Model, word: string) => T): (model: Model, word: string) => T {
  const given = indexOf(() => new Map<string, { readonly is: T }>());
  return (model, word) => {
    const answers = given(model);
    const known = answers.get(word) ?? { is: answer(model, word) };
    answers.set(word, known);
    return known.is;
  };
}
