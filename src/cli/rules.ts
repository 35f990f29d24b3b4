import type { Rule } from '../model/rule.ts';
import crossContextImport from '../../rules/cross-context-import/rule.ts';
import missingIdempotency from '../../rules/missing-idempotency/rule.ts';
import sharedDatabase from '../../rules/shared-database/rule.ts';
import syncChain from '../../rules/sync-chain/rule.ts';
import syncCycle from '../../rules/sync-cycle/rule.ts';
import unreadableFile from '../../rules/unreadable-file/rule.ts';

/** Every rule, in the order of `msvc rules`. */
export const rules: readonly Rule[] = [
  sharedDatabase,
  crossContextImport,
  syncCycle,
  syncChain,
  missingIdempotency,
  unreadableFile,
];
