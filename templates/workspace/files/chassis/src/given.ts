import { readFileSync } from 'node:fs';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment gives for a variable: a value, a mistake in how it was given, or neither. */
export type Given = { readonly value?: string; readonly file?: string; readonly mistake?: string };

/**
 * The value of `NAME`; or, where `NAME_FILE` holds a path, the text of that file without its last line's end: so secrets
 * that are mounted as files stay out of the environment. Neither a value nor a file's text is ever part of a mistake.
 */
export function givenIn(environment: Environment, name: string): Given {
  const value = environment[name] || undefined;
  const file = environment[`${name}_FILE`] || undefined;
  if (file === undefined) return value === undefined ? {} : { value };
  if (value !== undefined) return { mistake: `${name} is given twice, by ${name} and by ${name}_FILE: keep one of them` };
  try {
    const text = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    return text === '' ? { mistake: `${name}_FILE is wrong: ${file} is empty` } : { value: text, file };
  } catch (error) {
    return { mistake: `${name}_FILE is wrong: ${file} cannot be read${codeOf(error)}` };
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '');
