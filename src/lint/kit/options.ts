import type { OptionSpec } from '../../model/rule.ts';

/** An option that is a whole number of `min` or more. */
export const wholeNumber = (about: string, values: { default: number; min: number }): OptionSpec<number> => ({
  kind: 'whole-number',
  about,
  default: values.default,
  min: values.min,
  wanted: `a whole number of ${values.min} or more`,
  read: (value) => (typeof value === 'number' && Number.isInteger(value) && value >= values.min ? value : undefined),
});

/** An option that is on or off. */
export const boolean = (about: string, values: { default: boolean }): OptionSpec<boolean> => ({
  kind: 'boolean',
  about,
  default: values.default,
  wanted: 'true or false',
  read: (value) => (typeof value === 'boolean' ? value : undefined),
});

/** An option that is a list of texts. */
export const list = (about: string): OptionSpec<readonly string[]> => ({
  kind: 'list',
  about,
  default: [],
  wanted: 'a list of texts',
  read: (value) => {
    if (!Array.isArray(value)) return undefined;
    const texts = value.filter((item) => typeof item === 'string');
    return texts.length === value.length ? texts : undefined;
  },
});

/** An option that is a text. */
export const text = (about: string, values: { default: string }): OptionSpec<string> => ({
  kind: 'text',
  about,
  default: values.default,
  wanted: 'a text',
  read: (value) => (typeof value === 'string' ? value : undefined),
});

/** An option that is one of a few words. */
export const choice = <T extends string>(
  about: string,
  values: { default: T; of: readonly [T, ...T[]] },
): OptionSpec<T> => ({
  kind: 'choice',
  about,
  default: values.default,
  choices: values.of,
  wanted: `one of ${values.of.join(', ')}`,
  read: (value) => values.of.find((one) => one === value),
});
