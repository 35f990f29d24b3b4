import { fieldOf, itemsOf, lastStep, madeBy, textsOf } from '../things.ts';
import type { Library, LibraryCall, Recognised, Thing } from '../types.ts';
import { callbacks, listen, namesIn, option, publish } from './kit.ts';
import { open, optionsIn } from './stores/opening.ts';

/** Bull and Bee-Queue are a class by themselves; Nest injects one by its name. */
const QUEUE = /^\(\)$|(?:Queue|QueuePro|InjectQueue|Bull|BeeQueue|createQueue)\(\)$/;

const work = (call: LibraryCall, names: readonly string[]): Recognised =>
  listen(call, {
    protocol: 'bull',
    names,
    run: callbacks(call),
    redelivers: true,
    note: 'a stalled or failed job runs again',
  });

const enqueue = (names: readonly string[]): Recognised => ({
  deeds: [publish('bull', names, { label: `queue ${names[0] ?? '?'}` })],
});

/** How deep the children of a flow are followed. */
const DEEPEST = 4;

/** A flow names the queue of every job in it. */
const queuesInFlow = (job: Thing | undefined, call: LibraryCall, depth = 0): readonly string[] => {
  const { program } = call.scope;
  if (depth > DEEPEST) return [];
  const children = itemsOf(fieldOf(job, 'children', program));
  return [
    ...namesIn(fieldOf(job, 'queueName', program)),
    ...children.flatMap((child) => queuesInFlow(child, call, depth + 1)),
  ];
};

const ofFlow = (call: LibraryCall): Recognised => {
  const jobs = [...call.args.slice(0, 1), ...itemsOf(call.args[0])];
  return enqueue([...new Set(jobs.flatMap((job) => queuesInFlow(job, call)))]);
};

/** Queues live in a Redis of their own or a shared one. */
const openBroker = (call: LibraryCall): void => {
  const { program } = call.scope;
  if (!/^(?:|Queue|Worker|Bull|BullModule\.forRoot(?:Async)?)$/.test(call.callee.path)) return;
  const [, address] = call.args;
  if (call.callee.package === 'bull' && textsOf(address).length > 0) {
    open(call, { engine: 'redis', role: 'broker', url: address });
    return;
  }
  const options = call.args.map((arg) => optionsIn(arg, call.scope));
  for (const arg of options) {
    const redis = fieldOf(arg, 'redis', program) ?? fieldOf(arg, 'connection', program);
    if (!redis) continue;
    const isUrl = textsOf(redis).length > 0;
    open(call, { engine: 'redis', role: 'broker', ...(isUrl ? { url: redis } : { options: redis }) });
    return;
  }
};

const ADDS = new Set(['add', 'addBulk', 'createJob', 'upsertJobScheduler']);

/** Bull, BullMQ and Bee-Queue. */
export const bull: Library = {
  packages: ['bull', 'bullmq', '@nestjs/bull', '@nestjs/bullmq', 'bee-queue', '@taskforcesh/bullmq-pro'],
  recognise: (call) => {
    const name = lastStep(call.callee.path);
    openBroker(call);
    if (/^Worker(?:Pro)?$/.test(name) && call.args.length > 1) return work(call, namesIn(call.args[0]));
    if (!ADDS.has(name) && name !== 'process') return undefined;
    if (madeBy(call.callee, /FlowProducer\(\)$/)) return ofFlow(call);
    const queue = madeBy(call.callee, QUEUE);
    const names = queue
      ? [...namesIn(queue.args?.[0]), ...namesIn(option({ ...call, args: queue.args ?? [] }, 'name'))]
      : [];
    return name === 'process' ? work(call, names) : enqueue(names);
  },
};
