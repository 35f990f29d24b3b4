// `npm run test:chaos`: breaks generated services on purpose and looks at what they do. Leaves nothing running.
//
//   npm run test:chaos                          what CI runs, in minutes
//   npm run test:chaos -- --long                for nights: 1,000 kills a broker
//   npm run test:chaos -- kills --seed 7 --kills 200 --broker postgres
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type BrokerKind, brokerKinds, missingFor } from './kit/broker.ts';
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
const failures: string[] = [];
try {
  const place = makePlace();
  const here = brokers.filter((kind) => missingFor(kind) === undefined);
  const shop = values.shop ? resolve(values.shop) : await makeWorkspace(place, here);
  console.log(`workspace after ${((Date.now() - started) / 1000).toFixed(0)} s`);
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
    for (const scenario of chosen.filter((one) => runsWith(one, kind)))
      if (!(await runScenario(scenario, settings))) failures.push(`${scenario.name} (${kind})`);
    await endShared(kind);
  }
} finally {
  await closePlace();
}
console.log(
  failures.length === 0
    ? `all as described, ${((Date.now() - started) / 1000).toFixed(0)} s`
    : `broken: ${failures.join(', ')}`,
);
process.exit(failures.length === 0 ? 0 : 1);

/** With the first broker everything; with the others what depends on them. */
function runsWith({ onEveryBroker }: Scenario, kind: BrokerKind): boolean {
  if (kind === brokers[0]) return true;
  return onEveryBroker === 'always' || (onEveryBroker === 'at night' && values.long);
}
