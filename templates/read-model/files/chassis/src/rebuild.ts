import process from 'node:process';
import { pino } from 'pino';
import { givenIn } from './given.ts';
import { openDatabase } from './database.ts';
import { rebuild, type ReadModel } from './read-model.ts';

/** The main function of a rebuild: `node rebuild-order-summary.ts`, with the context's own DATABASE_URL. */
export async function runRebuild<Tables>(model: ReadModel<Tables>, variable: string): Promise<void> {
  const { value: url, mistake = `${variable} is missing` } = givenIn(process.env, variable);
  if (url === undefined) {
    process.stderr.write(`${mistake}\n`);
    process.exit(2);
  }
  const log = pino();
  const database = await openDatabase<Tables>({ url, name: `rebuild ${model.name}`, log });
  const started = performance.now();
  const events = await rebuild(database, model).finally(() => database.close());
  log.info({ readModel: model.name, events, ms: Math.round(performance.now() - started) }, 'rebuilt');
}
