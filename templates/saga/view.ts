import type { Spelling } from '../../src/scaffold/kit.ts';
import type { AggregateView, ServiceView } from '../service/view.ts';

/** A context that takes part. */
type ParticipantView = {
  readonly name: string;
  readonly pascal: string;
  readonly snake: string;
  readonly package: string;
};

/** An event of a domain, and the status it leaves the aggregate in. */
export type DomainEventView = { readonly event: string; readonly status: string };

/** Messages of one generated file. */
export type MessagesView = { readonly contract: string; readonly messages: readonly string[] };

/** A message that a step of a choreography hears. */
type HeardView = { readonly message: string; readonly contract: string };

export type StepView = {
  /** `reserve`, unique in the saga. */
  readonly name: string;
  readonly isLast: boolean;
  readonly participant: ParticipantView;
  /** `services/inventory` */
  readonly path: string;
  readonly aggregate: AggregateView;
  /** `ReserveInventory` and `ReleaseInventory`. */
  readonly command: Spelling;
  readonly undo: Spelling;
  readonly done: DomainEventView;
  readonly undone: DomainEventView;
  /** `inventory/v1/reserve_inventory_pb`, below the contracts package. */
  readonly contract: string;
  /** `inventory.v1.ReserveInventory` and `inventory.v1.ReleaseInventory`. */
  readonly channels: { readonly command: string; readonly undo: string };
  /** What whoever runs the saga hears of the step, and what its test needs of that. */
  readonly heard: readonly string[];
  readonly tested: readonly string[];
  readonly hearsDone: boolean;
  readonly hearsUndone: boolean;
  /** What asks for it, what undoes it, and, in a choreography, what it waits for. */
  readonly before: HeardView;
  readonly back: HeardView;
  readonly after: HeardView & { readonly words: string };
  readonly imports: readonly MessagesView[];
  readonly testImports: readonly MessagesView[];
};

export type SagaView = Pick<ServiceView, 'workspace' | 'service' | 'context' | 'aggregate' | 'useCase'> & {
  readonly orchestration: boolean;
  readonly saga: Spelling & {
    readonly words: string;
    readonly article: string;
    readonly Article: string;
    /** `Checkouts`, `checkouts`. */
    readonly plural: string;
    readonly pluralCamel: string;
    readonly pluralSnake: string;
    readonly package: string;
    readonly contract: string;
  };
  readonly steps: readonly StepView[];
  readonly first: StepView;
  readonly last: StepView;
  /** All but the last, in reverse. */
  readonly backwards: readonly StepView[];
  /** What becomes of the aggregate when all steps are done, and when not. */
  readonly confirmed: DomainEventView;
  readonly cancelled: DomainEventView;
};
