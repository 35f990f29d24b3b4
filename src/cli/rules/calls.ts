import type { Rule } from '../../model/rule.ts';
import distributedTransaction from '../../../rules/distributed-transaction/rule.ts';
import gatewayBypass from '../../../rules/gateway-bypass/rule.ts';
import hardcodedEndpoint from '../../../rules/hardcoded-endpoint/rule.ts';
import missingCircuitBreaker from '../../../rules/missing-circuit-breaker/rule.ts';
import missingTimeout from '../../../rules/missing-timeout/rule.ts';
import nonIdempotentRetry from '../../../rules/non-idempotent-retry/rule.ts';
import remoteCallInTransaction from '../../../rules/remote-call-in-transaction/rule.ts';
import retryAmplification from '../../../rules/retry-amplification/rule.ts';
import timeoutInversion from '../../../rules/timeout-inversion/rule.ts';

/** How services wait for each other. */
export const calls: readonly Rule[] = [
  missingTimeout,
  timeoutInversion,
  retryAmplification,
  missingCircuitBreaker,
  nonIdempotentRetry,
  remoteCallInTransaction,
  distributedTransaction,
  hardcodedEndpoint,
  gatewayBypass,
];
