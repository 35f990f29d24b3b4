import { fieldOf, lastStep, madeBy, objectsOf, plainTextsOf } from '../things.ts';
import type { Library, LibraryCall, LibraryThing, Recognised, Thing } from '../types.ts';
import { callbacks, listen, namesIn, publish } from './kit.ts';

/** `projects/p/topics/orders` is `orders`. */
const bareNamesIn = (thing: Thing | undefined): readonly string[] =>
  namesIn(thing).map((name) => name.slice(name.lastIndexOf('/') + 1));

const topicsOf = (callee: LibraryThing): readonly string[] =>
  bareNamesIn(madeBy(callee, /(?:^|\.)(?:topic|createTopic)\(\)$/)?.args?.[0]);

const bind = (call: LibraryCall, queues: readonly string[], topics: readonly string[]): void => {
  for (const queue of queues)
    for (const exchange of topics) call.scope.program.bindings.push({ queue, exchange, keys: [] });
};

const createSubscription = (call: LibraryCall): Recognised => {
  const [first, second] = call.args;
  const topics = topicsOf(call.callee);
  const settings = objectsOf(call.args.at(-1));
  const hasDeadLetter = fieldOf(call.args.at(-1), 'deadLetterPolicy', call.scope.program) !== undefined;
  call.scope.program.queues.push({
    protocol: 'pubsub',
    names: [...bareNamesIn(first), ...(topics.length > 0 ? [] : bareNamesIn(second))],
    ...(settings.length > 0 || call.args.length < 3 ? { hasDeadLetter, isBounded: false } : {}),
    evidence: [call.at],
  });
  if (topics.length > 0) bind(call, bareNamesIn(first), topics);
  else bind(call, bareNamesIn(second), first?.kind === 'library' ? topicsOf(first) : bareNamesIn(first));
  return {};
};

const onMessage = (call: LibraryCall): Recognised | undefined => {
  const subscription = madeBy(call.callee, /(?:^|\.)(?:subscription|createSubscription)\(\)$/);
  if (!subscription || plainTextsOf(call.args[0])[0] !== 'message') return undefined;
  const names = bareNamesIn(subscription.args?.[0]);
  bind(call, names, topicsOf(subscription));
  const note = 'Pub/Sub delivers at least once';
  return listen(call, { protocol: 'pubsub', names, run: callbacks(call), redelivers: true, note });
};

/** Google Cloud Pub/Sub. */
export const googlePubSub: Library = {
  packages: ['@google-cloud/pubsub'],
  recognise: (call) => {
    switch (lastStep(call.callee.path)) {
      case 'publish':
      case 'publishMessage':
      case 'publishJSON': {
        const names = topicsOf(call.callee);
        return { deeds: [publish('pubsub', names, { label: `pubsub ${names[0] ?? '?'}` })] };
      }
      case 'createSubscription':
        return createSubscription(call);
      case 'on':
        return onMessage(call);
      default:
        return undefined;
    }
  },
};
