import { randomUUID } from 'node:crypto';
import type { Mailbox, Message } from './broker.ts';
import { readRabbitmq, send, type RabbitLink } from './rabbitmq-link.ts';
import { bodyOf } from './wire.ts';

/**
 * An exclusive queue, which RabbitMQ deletes with the connection. It has a name of its own, so that it is the same one
 * after a reconnect.
 */
export async function openMailbox(
  { connection, log }: RabbitLink,
  owner: string,
  receive: (message: Message) => void,
): Promise<Mailbox> {
  const address = `mailbox.${owner}.${randomUUID()}`;
  const consumer = connection.createConsumer(
    { queue: address, queueOptions: { exclusive: true, autoDelete: true }, noAck: true },
    async (arrived) => {
      const read = readRabbitmq(arrived);
      if (read.fault === undefined) receive(read.message);
    },
  );
  consumer.on('error', (error) => log.warn({ err: error }, 'broker: the mailbox'));
  const { promise, resolve } = Promise.withResolvers<void>();
  consumer.once('ready', resolve);
  await promise;
  return { address, close: () => consumer.close() };
}

/** The exchange without a name leads to the queue that the key names, or nowhere. */
export async function post(link: RabbitLink, address: string, message: Message): Promise<void> {
  await send(link, { routingKey: address }, message, bodyOf(message));
}
