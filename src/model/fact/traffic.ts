import type { At } from './module.ts';

/**
 * What a service mesh does for calls to a host, as Istio, Linkerd, Consul and the Gateway API say it; and that a sidecar is
 * put beside what has this name.
 */
export type MeshFact =
  | {
      readonly kind: 'mesh';
      readonly what: 'policy';
      readonly host: string;
      readonly breaker?: true;
      readonly bulkhead?: true;
      readonly timeoutMs?: number;
      readonly attempts?: number;
      readonly by: string;
      readonly at: At;
    }
  | { readonly kind: 'mesh'; readonly what: 'injected'; readonly name: string; readonly at: At };

/** Configuration of a gateway or an Ingress that limits how often somebody may call. */
export type ThrottleFact = { readonly kind: 'throttle'; readonly via: string; readonly at: At };
