import type { Scenario } from '../kit/scenario.ts';
import brokerGone from './broker-gone.ts';
import kills from './kills.ts';
import poolFull from './pool-full.ts';
import postgresGone from './postgres-gone.ts';
import rollingRestart from './rolling-restart.ts';
import sabotage from './sabotage.ts';
import startingTogether from './starting-together.ts';
import strangeMessages from './strange-messages.ts';

/** In the order they run. */
export const scenarios: readonly Scenario[] = [
  startingTogether,
  rollingRestart,
  poolFull,
  postgresGone,
  brokerGone,
  strangeMessages,
  kills,
  sabotage,
];
