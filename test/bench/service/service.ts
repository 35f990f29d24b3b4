// Measures the generated service, and writes its part of docs/benchmarks.md:
//
//   npm run bench:service -- [--rounds 5] [--calls 3000] [--events 40000] [--backlog 1000000]
//                            [--brokers nats,rabbitmq,kafka] [--output file]
import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ServerName } from '../../servers/servers.ts';
import { repository } from '../measure.ts';
import { writePart } from '../part.ts';
import { benchCalls } from './calls.ts';
import { benchEvents } from './events.ts';
import { bornWorkspace, groundAt } from './ground.ts';
import { servicePart } from './page.ts';
import { benchFirstCall, benchStart } from './start.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    calls: { type: 'string', default: '3000' },
    events: { type: 'string', default: '40000' },
    backlog: { type: 'string', default: '1000000' },
    brokers: { type: 'string', default: 'nats,rabbitmq,kafka' },
    output: { type: 'string', default: 'docs/benchmarks.md' },
  },
});
const brokers = values.brokers.split(',').filter(Boolean) as ServerName[];
const rounds = Number(values.rounds);
const say = (what: string) => process.stderr.write(`${what}\n`);

if (spawnSync(process.execPath, [join(repository, '.ci/build.mjs')], { stdio: 'inherit' }).status !== 0)
  throw new Error('the build failed');
say('a workspace, installed');
const path = await bornWorkspace(brokers);
cpSync(join(import.meta.dirname, 'inside'), join(path, 'bench'), { recursive: true });
const first = await benchFirstCall(path);
const ground = await groundAt(path);
try {
  say('calls');
  const calls = await benchCalls(ground, rounds, Number(values.calls));
  say(JSON.stringify(calls));
  say('start');
  const start = await benchStart(ground, rounds);
  say('events');
  const events = await benchEvents(ground, brokers, { events: Number(values.events), backlog: Number(values.backlog) });
  const part = servicePart({ calls, events, start, first });
  writePart(resolve(repository, values.output), 'service', part);
  console.log(part);
} finally {
  await ground.close();
}
