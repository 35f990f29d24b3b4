import type { Scenario } from '../kit/scenario.ts';
import ailingCallee from './ailing-callee.ts';
import brokerGone from './broker-gone.ts';
import clockJump from './clock-jump.ts';
import deadlyMessage from './deadly-message.ts';
import diskFull from './disk-full.ts';
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
  ailingCallee,
  poolFull,
  diskFull,
  postgresGone,
  brokerGone,
  strangeMessages,
  deadlyMessage,
  clockJump,
  kills,
  sabotage,
];
