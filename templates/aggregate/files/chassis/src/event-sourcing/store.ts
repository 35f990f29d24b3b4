import { sql, type Transaction } from 'kysely';
import type { z } from 'zod';
import { traceHeaders } from '../telemetry.ts';
import { eventIn, jsonOf, rowOf, type DomainEvent, type KeptEvents, type KeptRow } from './kept.ts';
import type { EventSourcingTables } from './tables.ts';

/** What an aggregate's state tells of itself: whose it is, and how many events made it. */
export type Versioned = { readonly id: string; readonly version: number };

/** An aggregate whose state is made of what happened to it, and how that is kept. */
export type EventSourced<State extends Versioned, E extends DomainEvent> = {
  /** Its streams are called after it: `account-6f1c…`. */
  readonly name: string;
  readonly events: KeptEvents<E>;
  /** The state after an event; the first event finds none. Counts `version` up by one. */
  readonly evolve: (state: State | undefined, event: E) => State;
  readonly snapshot: {
    /** Count it up when the state means something else than before: older snapshots are passed over then, and replaced. */
    readonly version: number;
    /** One is taken when so many events have come since the last. */
    readonly every: number;
    readonly state: z.ZodType<State>;
  };
};

type Row = KeptRow & { readonly version: number };

/** So many events are in memory at once. */
const PAGE = 500;
/** The most that a column of type integer holds. */
const NEWEST = 2_147_483_647;

/** Every aggregate of one kind, within one transaction: see `withEvents`. */
export class EventStore<State extends Versioned, E extends DomainEvent> {
  readonly #tx: Transaction<EventSourcingTables>;
  readonly #kind: EventSourced<State, E>;
  /** The versions of the snapshots that were met in this transaction, by stream. */
  readonly #taken = new Map<string, number>();

  constructor(tx: Transaction<EventSourcingTables>, kind: EventSourced<State, E>) {
    this.#tx = tx;
    this.#kind = kind;
  }

  find(id: string): Promise<State | undefined> {
    return this.#replay(this.#streamOf(id));
  }

  /** As it was when the request with this key had been done; undefined where that never happened. */
  async findAfter(id: string, idempotencyKey: string): Promise<State | undefined> {
    const stream = this.#streamOf(id);
    const rows = this.#tx.selectFrom('event').select('version').where('stream', '=', stream);
    const last = await rows.where('idempotency_key', '=', idempotencyKey).executeTakeFirst();
    return last && this.#replay(stream, last.version);
  }

  /**
   * Adds what happened behind the state that it was decided on. Undefined when that is no longer the newest one, or when
   * the request with this key was done meanwhile: then the transaction must not be committed.
   */
  async append(state: State | undefined, events: readonly E[], idempotencyKey: string): Promise<State | undefined> {
    const next = events.reduce<State | undefined>(this.#kind.evolve, state);
    if (!next || events.length === 0) return next;
    const stream = this.#streamOf(next.id);
    const headers = JSON.stringify(traceHeaders());
    const rows = events.map((event, index) => ({
      ...rowOf(this.#kind.events, event),
      stream,
      version: (state?.version ?? 0) + index + 1,
      idempotency_key: index === events.length - 1 ? idempotencyKey : null,
      headers,
    }));
    // Whoever comes second waits here for the first, and then finds the version taken.
    const insertion = this.#tx.insertInto('event').values(rows).onConflict((conflict) => conflict.doNothing());
    const written = await insertion.returning('version').execute();
    if (written.length < rows.length) return undefined;
    if (next.version - (this.#taken.get(stream) ?? 0) >= this.#kind.snapshot.every) await this.#takeSnapshot(stream, next);
    return next;
  }

  #streamOf(id: string): string {
    return `${this.#kind.name}-${id}`;
  }

  async #replay(stream: string, upTo = NEWEST): Promise<State | undefined> {
    let state = await this.#stateInSnapshot(stream, upTo);
    for (;;) {
      const rows = await this.#eventsBehind(stream, state?.version ?? 0, upTo);
      for (const row of rows) state = this.#evolved(stream, state, row);
      if (rows.length < PAGE) return state;
    }
  }

  #eventsBehind(stream: string, version: number, upTo: number) {
    return this.#tx
      .selectFrom('event')
      .select(['version', 'type', 'event_version', 'data'])
      .where('stream', '=', stream)
      .where('version', '>', version)
      .where('version', '<=', upTo)
      .orderBy('version')
      .limit(PAGE)
      .execute();
  }

  #evolved(stream: string, state: State | undefined, row: Row): State {
    const next = this.#kind.evolve(state, this.#eventIn(stream, row));
    if (next.version === row.version) return next;
    throw new Error(`${stream}: ${row.type} is event ${row.version}, and evolve made it version ${next.version}`);
  }

  #eventIn(stream: string, row: Row): E {
    try {
      return eventIn(this.#kind.events, row);
    } catch (error) {
      throw new Error(`${stream}: event ${row.version} cannot be read`, { cause: error });
    }
  }

  /** One that is of another shape, or cannot be read, is as good as none. */
  async #stateInSnapshot(stream: string, upTo: number): Promise<State | undefined> {
    const row = await this.#tx.selectFrom('snapshot').selectAll().where('stream', '=', stream).executeTakeFirst();
    if (row?.snapshot_version !== this.#kind.snapshot.version) return undefined;
    const { data: state } = this.#kind.snapshot.state.safeParse(row.state);
    if (state) this.#taken.set(stream, row.version);
    return state && row.version <= upTo ? state : undefined;
  }

  /** During a rolling update, code that knows an older shape leaves the newer snapshots alone. */
  async #takeSnapshot(stream: string, next: State): Promise<void> {
    const { version } = this.#kind.snapshot;
    const row = { version: next.version, snapshot_version: version, state: jsonOf(next), taken_at: sql<Date>`now()` };
    await this.#tx
      .insertInto('snapshot')
      .values({ stream, ...row })
      .onConflict((conflict) =>
        conflict.column('stream').doUpdateSet(row).where('snapshot.snapshot_version', '<=', version),
      )
      .execute();
  }
}
