import { createInbox, type Msg, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node';

export type Sent = { readonly subject: string; readonly body: string; readonly headers: MsgHdrs };
type Round = { left: number; error?: Error; readonly finish: () => void };

const TIMEOUT_MS = 5000;

/**
 * Publishes into streams and waits for their acknowledgements, which all come to one subscription: the client's own
 * publish makes a request of every message, with a timer and an inbox of its own, at several times the price.
 */
export class NatsStore {
  readonly #connection: NatsConnection;
  readonly #inbox = createInbox();
  readonly #rounds = new Map<string, Round>();
  #sent = 0;

  constructor(connection: NatsConnection) {
    this.#connection = connection;
    connection.subscribe(`${this.#inbox}.*`, { callback: (error, answer) => this.#settle(error, answer) });
  }

  /** Resolves when all are stored. Throws when one of them is not, or nobody says so in time. */
  async all(messages: readonly Sent[]): Promise<void> {
    if (messages.length === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const round: Round = { left: messages.length, finish: resolve };
    const ids = messages.map(() => String(this.#sent++));
    const late = setTimeout(() => {
      round.error = new Error(`NATS did not say within ${TIMEOUT_MS} ms that it stored ${round.left} messages`);
      resolve();
    }, TIMEOUT_MS);
    try {
      for (const [index, { subject, body, headers }] of messages.entries()) {
        const id = ids[index] ?? '';
        this.#rounds.set(id, round);
        this.#connection.publish(subject, body, { headers, reply: `${this.#inbox}.${id}` });
      }
      await promise;
    } finally {
      clearTimeout(late);
      for (const id of ids) this.#rounds.delete(id);
    }
    if (round.error) throw round.error;
  }

  #settle(error: Error | null, answer: Msg): void {
    const id = answer.subject.slice(this.#inbox.length + 1);
    const round = this.#rounds.get(id);
    if (!round) return;
    this.#rounds.delete(id);
    const fault = error ?? faultIn(answer);
    if (fault) round.error = fault;
    round.left -= 1;
    if (round.left === 0) round.finish();
  }
}

/** A stream answers with its name and the position; with an error otherwise, or with nothing where there is no stream. */
function faultIn(answer: Msg): Error | undefined {
  const text = answer.string();
  if (text === '') return new Error(`NATS has no stream for it (${answer.headers?.code ?? 'no answer'})`);
  if (!text.includes('"error"')) return undefined;
  const { error } = JSON.parse(text) as { error?: { description?: string } };
  return error && new Error(`NATS did not store it: ${error.description ?? 'without a reason'}`);
}
