import { crossContextImport } from './cross-context-import.ts';
import type { Fault } from './fault.ts';
import { missingIdempotency } from './missing-idempotency.ts';
import { sharedDatabase } from './shared-database.ts';
import { syncChain } from './sync-chain.ts';
import { syncCycle } from './sync-cycle.ts';

export const faults: readonly Fault[] = [sharedDatabase, crossContextImport, syncCycle, syncChain, missingIdempotency];
