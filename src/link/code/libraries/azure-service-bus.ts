import { functionsOf, lastStep, madeBy } from '../things.ts';
import type { Library, LibraryCall, Recognised } from '../types.ts';
import { listen, namesIn, option, publish } from './kit.ts';

const take = (call: LibraryCall): Recognised | undefined => {
  const receiver = madeBy(call.callee, /(?:createReceiver|acceptSession|acceptNextSession)\(\)$/);
  return receiver
    ? listen(call, {
        protocol: 'servicebus',
        names: namesIn(receiver.args?.[0]),
        run: functionsOf(option(call, 'processMessage')),
        redelivers: true,
        note: 'a message whose lock runs out is delivered again',
      })
    : undefined;
};

/** Azure Service Bus: queues, and topics with their subscriptions. */
export const azureServiceBus: Library = {
  packages: ['@azure/service-bus'],
  recognise: (call) => {
    switch (lastStep(call.callee.path)) {
      case 'sendMessages':
      case 'scheduleMessages': {
        const names = namesIn(madeBy(call.callee, /createSender\(\)$/)?.args?.[0]);
        return { deeds: [publish('servicebus', names, { label: `servicebus ${names[0] ?? '?'}` })] };
      }
      case 'subscribe':
      case 'receiveMessages':
      case 'getMessageIterator':
        return take(call);
      default:
        return undefined;
    }
  },
};
