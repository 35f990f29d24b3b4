import type { Evidence, NonEmpty } from './evidence.ts';
import type { ServiceName } from './model.ts';

/** What infrastructure around the services does with calls between them. */
export type Traffic = {
  /** What a mesh does for calls to a service. */
  readonly policies: readonly MeshPolicy[];
  /** A sidecar is put beside services, but what the mesh is told stands elsewhere or in part. */
  readonly meshes: readonly Evidence[];
  /** Places where calls are limited: in code of a service, or in the configuration of a gateway. */
  readonly throttles: readonly Throttle[];
};

export type MeshPolicy = {
  readonly to: ServiceName;
  readonly breaker: boolean;
  readonly bulkhead: boolean;
  readonly timeoutMs?: number;
  /** All attempts, the first one too. */
  readonly attempts?: number;
  /** `DestinationRule`, `VirtualService`, … */
  readonly by: string;
  readonly evidence: Evidence;
};

/** Without a service: an Ingress, or what is not deployed here, which may stand in front of any. */
export type Throttle = {
  readonly service?: ServiceName;
  /** `express-rate-limit`, `nginx`, … */
  readonly by: string;
  readonly evidence: NonEmpty<Evidence>;
};
