import type { Rule } from '../../model/rule.ts';
import breakingContract from '../../../rules/breaking-contract/rule.ts';
import contractDrift from '../../../rules/contract-drift/rule.ts';
import missingDeadLetter from '../../../rules/missing-dead-letter/rule.ts';
import foreignModelLeak from '../../../rules/foreign-model-leak/rule.ts';
import orphanMessage from '../../../rules/orphan-message/rule.ts';
import sagaWithoutCompensation from '../../../rules/saga-without-compensation/rule.ts';
import transportMismatch from '../../../rules/transport-mismatch/rule.ts';
import unversionedApi from '../../../rules/unversioned-api/rule.ts';

/** What services agree on: APIs, messages, sagas. */
export const contracts: readonly Rule[] = [
  unversionedApi,
  breakingContract,
  contractDrift,
  transportMismatch,
  orphanMessage,
  missingDeadLetter,
  sagaWithoutCompensation,
  foreignModelLeak,
];
