import type { Rule } from '../../model/rule.ts';
import distributedMonolith from '../../../rules/distributed-monolith/rule.ts';
import genericSubdomain from '../../../rules/generic-subdomain/rule.ts';
import megaService from '../../../rules/mega-service/rule.ts';
import missingOwner from '../../../rules/missing-owner/rule.ts';
import nanoService from '../../../rules/nano-service/rule.ts';

/** Who owns what, and what changes together. */
export const boundaries: readonly Rule[] = [
  missingOwner,
  megaService,
  nanoService,
  distributedMonolith,
  genericSubdomain,
];
