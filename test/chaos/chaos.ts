// `npm run test:chaos`: breaks generated services on purpose and looks at what they do. Leaves nothing running.
//
//   npm run test:chaos                          what CI runs, in ten minutes at most
//   npm run test:chaos -- --long                for nights: 1,000 kills a broker
//   npm run test:chaos -- kills --seed 7 --kills 200 --broker postgres
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type BrokerKind, brokerKinds, missingFor } from './kit/broker.ts';
import { deadlineIn } from './kit/deadline.ts';
import type { Scenario } from './kit/scenario.ts';
import { closePlace, makePlace } from './kit/place.ts';
import { makeWorkspace } from './kit/workspace.ts';
import { endShared, runScenario } from './kit/run.ts';
import { scenarios } from './scenarios/index.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    long: { type: 'boolean', default: false },
    seed: { type: 'string' },
    kills: { type: 'string' },
    /** After so many the kills of a scenario end, however many were planned. */
    minutes: { type: 'string' },
    /** Milliseconds between two requests of a caller under kills: the longer, the more of the machine is left for starting again. */
    pause: { type: 'string', default: '20' },
    /** After so many minutes the whole run ends, and names what it left out. As many as it takes: `--within 0`. */
    within: { type: 'string' },
    broker: { type: 'string', multiple: true },
    records: { type: 'string' },
    /** A workspace that is there already, for whoever works on a scenario. */
    shop: { type: 'string' },
  },
});
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(name, () => void closePlace().then(() => process.exit(130)));

const chosen = scenarios.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const brokers = brokerKinds.filter((kind) => !values.broker || values.broker.includes(kind));
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const records = resolve(values.records ?? join(process.cwd(), 'chaos-records'));
mkdirSync(records, { recursive: true });
console.log(`seed ${seed}, brokers ${brokers.join(', ')}, records in ${records}`);

const started = Date.now();
const seconds = () => `${((Date.now() - started) / 1000).toFixed(0)} s`;
/** CI waits for ten minutes, of which the last seconds are for ending what runs. */
const minutes = Number(values.within ?? (values.long || positionals.length > 0 ? 0 : 10));
const deadline = deadlineIn(minutes > 0 ? minutes * 60_000 - 20_000 : undefined);
const failures: string[] = [];
const leftOut: string[] = [];
let good = 0;
try {
  const place = makePlace();
  const here = brokers.filter((kind) => missingFor(kind) === undefined);
  const shop = values.shop ? resolve(values.shop) : await deadline.within(() => makeWorkspace(place, here));
  console.log(shop === 'over' ? 'no workspace in time' : `workspace after ${seconds()}`);
  for (const kind of brokers satisfies readonly BrokerKind[]) {
    const settings = {
      kind,
      seed,
      shop,
      place,
      records,
      isLong: values.long,
      kills: values.kills ? Number(values.kills) : undefined,
      pauseMs: Number(values.pause),
      minutes: Number(values.minutes ?? (values.long ? 120 : 1)),
    };
    for (const scenario of chosen.filter((one) => runsWith(one, kind))) {
      const name = `${scenario.name} (${kind})`;
      const left = deadline.hasPassed() ? 'not run' : 'not finished';
      const isGood = await deadline.within(() => runScenario(scenario, settings));
      if (isGood === 'over') leftOut.push(`${left}: ${name}`);
      else if (isGood) good += 1;
      else failures.push(name);
    }
    if (!deadline.hasPassed()) await endShared(kind);
  }
} finally {
  await closePlace();
}
for (const what of leftOut) console.log(`${what}, because the ${minutes} minutes of the run are over`);
const seen = leftOut.length === 0 ? 'all as described' : `as described as far as it ran, ${leftOut.length} left out`;
if (failures.length > 0) console.log(`broken: ${failures.join(', ')}`);
else console.log(good > 0 ? `${seen}, ${seconds()}` : `nothing was run to its end, ${seconds()}`);
// A run that got to nothing shows nothing.
process.exit(failures.length === 0 && good > 0 ? 0 : 1);

/** With the first broker everything; with the others what depends on them. */
function runsWith({ onEveryBroker }: Scenario, kind: BrokerKind): boolean {
  if (kind === brokers[0]) return true;
  return onEveryBroker === 'always' || (onEveryBroker === 'at night' && values.long);
}
