import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { errors } from '../errors/dev.ts';

/** A variable that somebody gave the services himself, and how. */
export type Chosen = { readonly value: string; readonly by: string };
type Variables = Readonly<Record<string, string | undefined>>;

/**
 * `NAME`, or the text of the file that `NAME_FILE` names, as the services themselves read it; of the shell, else of
 * `.env`. Throws where both are given, or the file cannot be read.
 */
export function chosenFor(root: string, name: string, shell: Variables = process.env): Chosen | undefined {
  return chosenIn(shell, name, root) ?? chosenIn(ownVariables(root), name, root);
}

function chosenIn(variables: Variables, name: string, root: string): Chosen | undefined {
  const value = variables[name] || undefined;
  const file = variables[`${name}_FILE`] || undefined;
  if (file === undefined) return value === undefined ? undefined : { value, by: name };
  if (value !== undefined) throw errors.givenTwice(name);
  try {
    const text = readFileSync(resolve(root, file), 'utf8').replace(/\r?\n$/, '');
    if (text === '') throw errors.badFile(name, file, 'it is empty');
    return { value: text, by: `${name}_FILE` };
  } catch (error) {
    if (error instanceof Error && 'errno' in error && 'code' in error)
      throw errors.badFile(name, file, String(error.code));
    throw error;
  }
}

function ownVariables(root: string): Variables {
  try {
    return parseEnv(readFileSync(join(root, '.env'), 'utf8'));
  } catch {
    return {};
  }
}

/** Where the services are told something, what a file would say of the same goes out of the way. */
export const withoutFiles = (environment: Readonly<Record<string, string>>): Record<string, string> => ({
  ...Object.fromEntries(Object.keys(environment).map((name) => [`${name}_FILE`, ''])),
  ...environment,
});
