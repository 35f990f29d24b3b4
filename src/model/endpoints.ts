import type { Evidence } from './evidence.ts';
import type { ServiceName } from './model.ts';

/** A literal in source that is the address of a service of the workspace. */
export type Endpoint = {
  readonly service: ServiceName;
  readonly to: ServiceName;
  /** `http://orders:3000`, `orders:3001` */
  readonly address: string;
  /** It stands in for what is not configured. */
  readonly isDefault: boolean;
  readonly evidence: Evidence;
};
