import type { Operation } from '../../../model/model.ts';
import type { Server } from '../../../model/messaging.ts';
import { optionsMade } from '../nest/modules.ts';
import { fieldOf, lastStep, librariesOf, objectsOf, optionsOf } from '../things.ts';
import { TRANSPORTS, travelIn } from './nest-clients.ts';
import { queueSettings } from './queues.ts';
import type { Library, LibraryCall, Program, Thing } from '../types.ts';

type Delivery = NonNullable<Operation['delivery']>;

const once = (note: string): Delivery => ({ redelivers: false, note });

/** How each transport of Nest's microservices delivers: only those that wait for an acknowledgement deliver again. */
function deliveryOf(options: Thing | undefined, program: Program): Delivery | undefined {
  const [transport] = librariesOf(fieldOf(options, 'transport', program));
  switch (transport && lastStep(transport.path)) {
    case 'KAFKA':
      return { redelivers: true, note: 'Kafka delivers at least once' };
    case 'RMQ': {
      const acknowledges = optionsOf(fieldOf(options, 'options.noAck', program)).some(
        (thing) => thing.kind === 'boolean' && !thing.boolean,
      );
      return acknowledges
        ? { redelivers: true, note: 'RabbitMQ delivers again until acknowledged' }
        : once('RabbitMQ without acknowledgement delivers at most once');
    }
    case 'TCP':
      return once('TCP delivers at most once');
    case 'REDIS':
      return once('Redis publish and subscribe delivers at most once');
    case 'NATS':
      return once('NATS without JetStream delivers at most once');
    default:
      return undefined;
  }
}

/** The transport, and what its options say of acknowledging and of what cannot be worked on. */
function serverOf(options: Thing, { at, scope: { program } }: LibraryCall): Omit<Server, 'service'> {
  const [transport] = librariesOf(fieldOf(options, 'transport', program));
  const name = transport && TRANSPORTS[lastStep(transport.path)];
  const noAck = optionsOf(fieldOf(options, 'options.noAck', program));
  const queue = queueSettings(fieldOf(options, 'options.queueOptions', program), program);
  const queues = travelIn(name, options, program);
  const isKnown =
    noAck.every(({ kind }) => kind === 'boolean') && objectsOf(fieldOf(options, 'options', program)).length > 0;
  return {
    transport: name ?? 'unknown',
    ...(name === 'rabbitmq' && isKnown
      ? { acknowledgesFirst: noAck.every((thing) => thing.kind === 'boolean' && thing.boolean) }
      : {}),
    ...(name === 'rabbitmq' && queue.hasDeadLetter !== undefined ? { hasDeadLetter: queue.hasDeadLetter } : {}),
    ...(queues ? { queues } : {}),
    evidence: [at],
  };
}

const optionsIn = ({ callee, args }: LibraryCall): Thing | undefined => {
  const name = lastStep(callee.path);
  if (name === 'createMicroservice') return args[1];
  return name === 'connectMicroservice' ? args[0] : undefined;
};

/** Servers of Nest's microservices: over which transports the handlers of a service hear. */
export const nestServers: Library = {
  packages: ['@nestjs/core'],
  recognise: (call) => {
    const given = optionsIn(call);
    const options = given && (optionsMade(given, call.scope.program) ?? given);
    const delivery = options && deliveryOf(options, call.scope.program);
    if (delivery) call.scope.program.transports.push(delivery);
    if (options) call.scope.program.servers.push(serverOf(options, call));
    return undefined;
  },
};

/** What is known of a handler's delivery once all transports of its service are: one that may deliver again decides. */
export function deliveryOver(
  protocol: string,
  transports: readonly Delivery[],
  written: Delivery | undefined,
): Delivery | undefined {
  if (protocol !== 'nest-request' && protocol !== 'nest-event') return written;
  return transports.find(({ redelivers }) => redelivers) ?? transports[0];
}
