import type { Rule } from '../../model/rule.ts';
import deepLiveness from '../../../rules/deep-liveness/rule.ts';
import missingTracePropagation from '../../../rules/missing-trace-propagation/rule.ts';
import severalServicesPerContainer from '../../../rules/several-services-per-container/rule.ts';
import unstructuredLogs from '../../../rules/unstructured-logs/rule.ts';
import hardcodedSecret from '../../../rules/hardcoded-secret/rule.ts';
import missingGracefulShutdown from '../../../rules/missing-graceful-shutdown/rule.ts';
import missingRateLimit from '../../../rules/missing-rate-limit/rule.ts';
import missingHealthCheck from '../../../rules/missing-health-check/rule.ts';
import missingResourceLimits from '../../../rules/missing-resource-limits/rule.ts';
import mutableImage from '../../../rules/mutable-image/rule.ts';
import rootContainer from '../../../rules/root-container/rule.ts';

/** How services are built, started, watched and stopped. */
export const running: readonly Rule[] = [
  missingHealthCheck,
  missingGracefulShutdown,
  mutableImage,
  rootContainer,
  missingResourceLimits,
  missingRateLimit,
  hardcodedSecret,
  deepLiveness,
  missingTracePropagation,
  unstructuredLogs,
  severalServicesPerContainer,
];
