import type { Evidence, NonEmpty } from './evidence.ts';
import type { ServiceName } from './model.ts';

/** Steps that code declares one after the other, at least one of them with what undoes it. */
export type Saga = {
  readonly service: ServiceName;
  readonly steps: NonEmpty<SagaStep>;
  readonly evidence: NonEmpty<Evidence>;
};
export type SagaStep = {
  readonly name: string;
  readonly isCompensated: boolean;
  /** It writes, publishes, charges or calls, as far as its function could be followed. */
  readonly changes: boolean;
  readonly evidence: NonEmpty<Evidence>;
};
