import type { EnvEntry } from './env.ts';
import type { At } from './module.ts';

export type DockerfileFact = {
  readonly kind: 'dockerfile';
  readonly stages: readonly DockerStage[];
};
export type DockerStage = {
  readonly name?: string;
  readonly from: string;
  /** FROM as it is written, where variables were filled in. */
  readonly written?: string;
  readonly workdir?: string;
  readonly copies: readonly { readonly from?: string; readonly sources: readonly string[]; readonly to: string }[];
  readonly env: readonly EnvEntry[];
  /** Lines that build, prune or deploy one project of a workspace: `nx build api`, `turbo prune api`. */
  readonly builds?: readonly (readonly string[])[];
  /** Folders one segment of which a build argument gives, up to there: `apps/*` for `COPY apps/$APP .`. */
  readonly chosen?: readonly string[];
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly expose: readonly number[];
  readonly user?: string;
  readonly userAt?: At;
  readonly healthcheck: boolean;
  readonly at: At;
};
