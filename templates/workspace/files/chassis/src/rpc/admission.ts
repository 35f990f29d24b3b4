import type { DescMethod } from '@bufbuild/protobuf';
import { exhausted, type RpcError } from './errors.ts';
import type { Observer } from './service.ts';

/** About as long as calls take; whoever was refused comes back then. */
const RETRY_MS = 100;

/** Lets so many calls in at once: a queue that grows without end answers nobody in time. Streams count until they end. */
export class Admission {
  readonly observer: Observer;
  readonly #most: number;
  #underWay = 0;

  constructor(most: number, observer: Observer) {
    this.#most = most;
    this.observer = observer;
  }

  /** Why a call is not let in, if it is not. Health and reflection always are. */
  refusal(method: DescMethod): RpcError | undefined {
    const service = method.parent.typeName;
    if (this.#underWay < this.#most || service.startsWith('grpc.')) return undefined;
    this.observer.metrics.count('rpc_refused_total', 'Calls that found no room', { service, method: method.name });
    return exhausted('TOO_MANY_CALLS', service, `${this.#most} calls are being answered already`, RETRY_MS);
  }

  enter(): void {
    this.#underWay += 1;
  }

  leave(): void {
    this.#underWay -= 1;
  }
}
