import type { Collapse } from '../../graph/collapse.ts';
import type { ViewId } from '../../graph/types.ts';
import type { MapFormat } from '../../report/map/formats.ts';

/** The flags of `msvc graph`, as commander hands them over. */
export type GraphOptions = {
  readonly format: MapFormat;
  readonly view?: ViewId;
  readonly from?: string;
  readonly service?: string;
  readonly focus: readonly string[];
  readonly depth: number;
  readonly only: readonly string[];
  readonly hide: readonly string[];
  readonly collapse?: Collapse;
  readonly findings?: boolean;
  readonly unresolved?: boolean;
  readonly output?: string;
  readonly open?: boolean;
  readonly check?: string;
  readonly update?: boolean;
  readonly diff?: string;
  readonly traces?: string;
  readonly cache: boolean;
  readonly timing?: boolean;
};
