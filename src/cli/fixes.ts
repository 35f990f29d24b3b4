import gracefulShutdown from '../../rules/missing-graceful-shutdown/fix.ts';
import healthCheck from '../../rules/missing-health-check/fix.ts';
import type { Fix } from '../scaffold/fix-kit.ts';

/** Every fix, in the order of the rules. Loaded for `lint --fix` only. */
export const fixes: readonly Fix[] = [healthCheck, gracefulShutdown];
