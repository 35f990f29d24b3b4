import { lastStep, madeBy } from '../things.ts';
import type { Library, LibraryCall, Recognised } from '../types.ts';
import { callbacks, listen, namesIn, openHandler, option, publish } from './kit.ts';

const listening = (call: LibraryCall, protocol: string, redelivers: boolean): Recognised => {
  const root = { ...call.callee, path: `${call.callee.path}()`, args: call.args, parent: call.callee };
  const { open } = openHandler(call, root);
  open.names.push(...namesIn(call.args[0]), ...namesIn(option(call, 'filter_subject')));
  open.run.push(...callbacks(call), ...callbacks({ ...call, args: [option(call, 'callback') ?? { kind: 'nothing' }] }));
  return listen(call, {
    protocol,
    ...open,
    redelivers,
    note: redelivers ? 'redelivered until acknowledged' : 'delivered at most once',
  });
};

/** `subscription.on('message', handler)` belongs to the subscription. */
const onMessage = (call: LibraryCall): Recognised | undefined => {
  const subscribed = madeBy(call.callee, /subscribe\(\)$/);
  const [event] = namesIn(call.args[0]);
  if (!subscribed || event !== 'message') return undefined;
  const names = namesIn(subscribed.args?.[0]);
  const handler = call.scope.program.handlers.findLast(
    (item) => item.trigger === 'message' && item.run.length === 0 && item.channel?.names.join() === names.join(),
  );
  if (handler) call.scope.program.handlers.splice(call.scope.program.handlers.indexOf(handler), 1);
  return listen(call, {
    protocol: protocolOf(call),
    names,
    run: callbacks(call),
    redelivers: true,
    note: 'redelivered until acknowledged',
  });
};

const protocolOf = (call: LibraryCall): string => (call.callee.package === 'mqtt' ? 'mqtt' : 'nats');

const isDurable = (call: LibraryCall): boolean =>
  /jetstream|stan|consumer/i.test(`${call.callee.package} ${call.callee.path}`) ||
  call.callee.package.includes('streaming');

/** NATS, JetStream, NATS Streaming and MQTT. */
export const nats: Library = {
  packages: [
    'nats',
    'node-nats-streaming',
    '@nats-io/nats-core',
    '@nats-io/transport-node',
    '@nats-io/jetstream',
    'nats.ws',
    'ts-nats',
    'mqtt',
    'async-mqtt',
  ],
  recognise: (call) => {
    const protocol = protocolOf(call);
    switch (lastStep(call.callee.path)) {
      case 'publish':
      case 'publishAsync':
        return {
          deeds: [
            publish(protocol, namesIn(call.args[0]), { label: `${protocol} ${namesIn(call.args[0])[0] ?? '?'}` }),
          ],
        };
      case 'request':
      case 'requestMany':
        return {
          deeds: [
            {
              kind: 'call',
              protocol,
              urls: [],
              pattern: namesIn(call.args[0]),
              label: `${protocol} ${namesIn(call.args[0])[0] ?? '?'}`,
              deadline: option(call, 'timeout') ? 'set' : 'none',
            },
          ],
        };
      case 'subscribe':
      case 'pullSubscribe':
        return listening(call, protocol, isDurable(call));
      case 'on':
        return onMessage(call);
      default:
        return undefined;
    }
  },
};
