import type { BrokerKind } from './broker.ts';
import type { Ground, GroundOptions } from './ground.ts';
import type { Random } from './random.ts';

export type FreshOptions = Pick<GroundOptions, 'environment' | 'isEverybodyAtOnce'>;

/** What a scenario gets to work with. */
export type World = {
  /** The same for the same seed and scenario. */
  readonly random: Random;
  readonly seed: number;
  readonly kind: BrokerKind;
  /** Whether there is a night's time. */
  readonly isLong: boolean;
  /** As many as asked for on the command line, if any. */
  readonly kills: number | undefined;
  /** No kill after so many. */
  readonly minutes: number;
  /** Between two requests of one caller under kills. */
  readonly pauseMs: number;
  readonly shop: string;
  /** The run's temporary folder. */
  readonly place: string;
  /** Where logs of kills and verdicts are kept after the run. */
  readonly records: string;
  /** A ground that nobody used before. */
  freshGround(options?: FreshOptions): Promise<Ground>;
  /** One that scenarios share and leave in good health. */
  ground(): Promise<Ground>;
  say(text: string): void;
};

/** One thing that goes wrong, and what must be true all the same. */
export type Scenario = {
  readonly name: string;
  /** What is proven, in a sentence. */
  readonly proves: string;
  /** Why it cannot run here; undefined when it can. */
  readonly missing?: (world: World) => string | undefined;
  /** What the broker is matters: it runs with each of them, not only with the first. */
  readonly onEveryBroker?: 'always' | 'at night';
  /** Throws when something is not as described; answers with what was seen. */
  readonly run: (world: World) => Promise<string>;
};

export const defineScenario = (scenario: Scenario): Scenario => scenario;

/** Something is not as described. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

export function expect(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Broken(message);
}
