import gracefulShutdown from '../../rules/missing-graceful-shutdown/fix.ts';
import healthCheck from '../../rules/missing-health-check/fix.ts';
import resourceLimits from '../../rules/missing-resource-limits/fix.ts';
import idempotency from '../../rules/missing-idempotency/fix.ts';
import timeout from '../../rules/missing-timeout/fix.ts';
import mutableImage from '../../rules/mutable-image/fix.ts';
import rootContainer from '../../rules/root-container/fix.ts';
import type { Fix } from '../scaffold/fix-kit.ts';

/** Every fix, in the order of the rules. Loaded for `lint --fix` only. */
export const fixes: readonly Fix[] = [
  idempotency,
  timeout,
  healthCheck,
  gracefulShutdown,
  mutableImage,
  rootContainer,
  resourceLimits,
];
