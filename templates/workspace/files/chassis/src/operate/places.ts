import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { variableOf, type Environment } from '../config.ts';
import { givenIn } from '../given.ts';

/** The operator asked for something impossible; the message says what to do. */
export class Misuse extends Error {
  override readonly name = 'Misuse';
}

export type Places = { readonly database: string; readonly broker: string };

/**
 * Where a context's database and the broker are: the environment says it, as it does to the service; beside a running
 * `msvc dev`, what that wrote down holds for what the environment leaves out.
 */
export async function placesOf(context: string, environment: Environment): Promise<Places> {
  const variable = variableOf(context, 'DATABASE_URL');
  const dev = await devDatabases();
  const given = [variable, 'BROKER_URL'].map((name) => givenIn(environment, name));
  const mistakes = given.flatMap(({ mistake }) => mistake ?? []);
  if (mistakes.length > 0) throw new Misuse(mistakes.join('\n'));
  const database = given[0]?.value ?? dev[context] ?? dev[context.replaceAll('-', '_')];
  const broker = given[1]?.value ?? dev['broker'];
  const missing = [database ? [] : [variable], broker ? [] : ['BROKER_URL']].flat();
  if (!database || !broker)
    throw new Misuse(
      `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set, and no msvc dev runs here with a context "${context}".`,
    );
  return { database, broker };
}

async function devDatabases(): Promise<Record<string, string>> {
  const path = join(process.cwd(), '.dev', 'dev.json');
  try {
    const state = JSON.parse(await readFile(path, 'utf8')) as { databases?: Record<string, string> };
    return state.databases ?? {};
  } catch {
    return {};
  }
}
