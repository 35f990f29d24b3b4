// `npm run demo`: the main job from the tarball to the map, as a user would do it. Leaves nothing behind but the map.
import { relative, resolve } from 'node:path';
import process from 'node:process';
import { abandonDev } from './dev.ts';
import { judgeWorkspace } from './judge.ts';
import { makeWorkspace } from './make.ts';
import { makePlace, removePlace } from './place.ts';
import { runWorkspace } from './run.ts';
import { bold, dim, green, red, say, show, silence, step } from './screen.ts';
import { endAll, Failure } from './shell.ts';

const clone = resolve(import.meta.dirname, '../..');
const started = Date.now();
const place = makePlace();
let tidied: Promise<void> | undefined;

/** Once, whoever asks first: the end, a failure or Ctrl-C. */
const tidy = (): Promise<void> =>
  (tidied ??= (async () => {
    await abandonDev();
    await endAll();
    removePlace(place);
  })());

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(name, () => {
    if (!tidied) {
      silence();
      say(`\n Stopped by ${name}; tidying up …`);
    }
    void tidy().then(() => process.exit(130));
  });

say(`\n ${bold('msvc, end to end')}  ${dim(`in ${place}`)}`);
try {
  const shop = await makeWorkspace(clone, place);
  const dev = await runWorkspace(shop);
  const map = await judgeWorkspace(clone, shop);
  await step('ctrl-c', dev.stop);
  await tidy();
  say(`\n ${green('✓')} Everything is as described. ${dim(`${((Date.now() - started) / 1000).toFixed(0)} s`)}`);
  say(`   The map is in ${bold(relative(process.cwd(), map) || map)}; nothing else is left behind.\n`);
} catch (error) {
  if (!tidied) {
    report(error);
    process.exitCode = 1;
  }
  await tidy();
}

function report(error: unknown): void {
  const told = error instanceof Failure ? error.message : String(error);
  say(`\n ${red('✖')} ${told}`);
  const log = error instanceof Failure ? error.log : error instanceof Error ? (error.stack ?? '') : '';
  const tail = log.trim().split('\n').slice(-25);
  if (tail[0]) show(tail.join('\n'));
}
