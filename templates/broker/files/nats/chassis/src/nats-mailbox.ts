import { createInbox } from '@nats-io/transport-node';
import type { Mailbox, Message } from './broker.ts';
import { natsHeadersOf, plainHeadersOf, type NatsLink } from './nats-link.ts';
import { bodyOf, messageFrom } from './wire.ts';

/** A subject of NATS itself, which stores nothing: who listens hears it, and nobody else ever will. */
export async function openMailbox(
  { connection }: NatsLink,
  owner: string,
  receive: (message: Message) => void,
): Promise<Mailbox> {
  const address = `${createInbox()}.${owner}`;
  const subscription = connection.subscribe(address, {
    callback(error, message) {
      if (error) return;
      const read = messageFrom(plainHeadersOf(message.headers), message.string());
      if (read.fault === undefined) receive(read.message);
    },
  });
  // An answer may come over another connection, ahead of a subscription that is still on its way to the server.
  await connection.flush();
  return { address, close: async () => subscription.unsubscribe() };
}

export async function post(link: NatsLink, address: string, message: Message): Promise<void> {
  // Otherwise the client would keep it for later, when nobody waits for it any more.
  if (!link.isConnected()) throw new Error('NATS is out of reach');
  const { connection } = link;
  connection.publish(address, bodyOf(message, connection.info?.max_payload), { headers: natsHeadersOf(message) });
}
