import type { At } from './module.ts';

/** An environment variable as a manifest gives it. `${VAR:-default}` stays as written; of a secret nothing is kept but where something is. */
export type EnvEntry = {
  readonly name: string;
  readonly value?: string;
  /** ConfigMap, Secret or compose file the value comes from, with the key there. */
  readonly from?: { readonly kind: 'configmap' | 'secret' | 'field'; readonly name: string; readonly key?: string };
  readonly at: At;
};
