import type { Rule } from '../../model/rule.ts';
import chattyCalls from '../../../rules/chatty-calls/rule.ts';
import crossContextImport from '../../../rules/cross-context-import/rule.ts';
import crossContextTableAccess from '../../../rules/cross-context-table-access/rule.ts';
import dualWrite from '../../../rules/dual-write/rule.ts';
import missingIdempotency from '../../../rules/missing-idempotency/rule.ts';
import sharedDatabase from '../../../rules/shared-database/rule.ts';
import sharedDomainLibrary from '../../../rules/shared-domain-library/rule.ts';
import syncChain from '../../../rules/sync-chain/rule.ts';
import syncCycle from '../../../rules/sync-cycle/rule.ts';

/** The faults that the product exists for. */
export const core: readonly Rule[] = [
  sharedDatabase,
  crossContextImport,
  crossContextTableAccess,
  sharedDomainLibrary,
  syncCycle,
  syncChain,
  missingIdempotency,
  dualWrite,
  chattyCalls,
];
