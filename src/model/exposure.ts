import type { Evidence } from './evidence.ts';
import type { ServiceName } from './model.ts';

/** A way into a service from outside, as one manifest opens it. */
export type Exposure = {
  readonly service: ServiceName;
  readonly how: 'host port' | 'NodePort' | 'LoadBalancer' | 'Ingress';
  /** The port that is open to the outside, or the path of the Ingress. */
  readonly what: string;
  /** `compose.yaml`, `k8s` */
  readonly source: 'compose' | 'kubernetes';
  /** It is opened for a profile, an override or a machine of a developer alone. */
  readonly isForDebugging: boolean;
  readonly evidence: Evidence;
};
