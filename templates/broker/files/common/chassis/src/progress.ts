/** What of a partition is settled without a gap, where messages settle in any order. Positions only grow. */
export class Progress {
  readonly #settled = new Map<number, boolean>();
  readonly #most: number;
  #floor: number;
  #room: (() => void) | undefined;

  /** `floor` is the last position that was settled before; of those above it, `most` are held at once. */
  constructor(floor: number, most: number) {
    this.#floor = floor;
    this.#most = most;
  }

  /** The last position up to which everything is settled. */
  get floor(): number {
    return this.#floor;
  }

  get size(): number {
    return this.#settled.size;
  }

  get free(): number {
    return this.#most - this.#settled.size;
  }

  begin(position: number): void {
    this.#settled.set(position, false);
  }

  settle(position: number): void {
    this.#settled.set(position, true);
    for (const [oldest, isSettled] of this.#settled) {
      if (!isSettled) break;
      this.#settled.delete(oldest);
      this.#floor = oldest;
    }
    if (this.free > 0) this.#room?.();
  }

  /** Nothing of interest stands up to here. */
  skip(position: number): void {
    this.begin(position);
    this.settle(position);
  }

  /** Resolves when there is room for one more, or when the signal aborts. */
  async room(signal: AbortSignal): Promise<void> {
    while (this.free <= 0 && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#room = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }
}
