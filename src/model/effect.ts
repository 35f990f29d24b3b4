import type { Evidence, NonEmpty } from './evidence.ts';
import type { ServiceName } from './model.ts';
import type { Waiting } from './waiting.ts';

/** What an operation does to the world. `trail` leads from the handler to the place, both included. */
export type Effect = EffectKind & { readonly trail: NonEmpty<Evidence>; readonly around: EffectCircumstances };
export type EffectKind =
  | {
      readonly kind: 'call';
      readonly to?: ServiceName;
      readonly operation?: string;
      readonly target: string;
      readonly protocol: string;
      readonly method?: string;
      readonly deadline: 'set' | 'none' | 'unknown';
      /** What is known of how long and how often it waits. */
      readonly waiting?: Waiting;
      /** A key goes along by which the other end knows a repeated request. */
      readonly idempotencyKey?: true;
    }
  | {
      readonly kind: 'publish';
      readonly channel?: string;
      readonly protocol: string;
      /** The broker drops what comes again under the same key: a job's or a message's id that is given. */
      readonly deduplicated?: true;
    }
  | {
      readonly kind: 'data';
      readonly store?: string;
      readonly engine: string;
      readonly table?: string;
      readonly verb: DataVerb;
      readonly keyed: 'fresh' | 'given' | 'unknown';
      /** The fields it asks for, and those it sets, as far as they are written out: `status`, `seen.$ne`. */
      readonly where?: readonly string[];
      readonly sets?: readonly string[];
      /** A step of a transaction that several resources agree on: `PREPARE TRANSACTION`, `XA PREPARE`. */
      readonly twoPhase?: true;
    }
  | {
      readonly kind: 'external';
      readonly what: 'mail' | 'charge' | 'sms' | 'push' | 'upload' | 'other';
      readonly library: string;
      readonly idempotencyKey: boolean;
    };
export type DataVerb = 'read' | 'insert' | 'update' | 'increment' | 'upsert' | 'delete' | 'unknown';
export type EffectCircumstances = {
  /** In a loop over something; what goes round until the process ends is none. */
  readonly loop: boolean;
  /** At which place of the trail the nearest loop around it stands, counted back from its end. */
  readonly loopStep?: number;
  readonly transaction?: string;
  readonly parallel: boolean;
  readonly detached: boolean;
  readonly branch: boolean;
  /** The places where, on the way to it, something was looked for in vain or a state was compared. */
  readonly checks?: readonly string[];
  /** The places where it was asked whether the write before changed anything. */
  readonly changes?: readonly string[];
  /** What remembers messages around it: a decorator or a wrapper, by its name. */
  readonly remembered?: string;
  readonly retried?: boolean;
  /** The ways of choices, loops and switches that were taken to it, outermost first. */
  readonly arms?: readonly Arm[];
  /** A request whose answer nobody waits for. */
  readonly unheard?: true;
};

/**
 * One way of a choice. `step`: at which place of the trail the choice stands, counted back from its end. `end`: whether
 * control goes on behind the choice, leaves the function, or breaks out of the next arm around it that `bounds`.
 */
export type Arm = {
  readonly step: number;
  readonly choice: string;
  readonly way: number;
  readonly end: 'goes' | 'leaves' | 'breaks' | 'bounds';
};
