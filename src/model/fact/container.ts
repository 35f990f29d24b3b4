import type { DockerStage } from './dockerfile.ts';
import type { EnvEntry } from './env.ts';
import type { At } from './module.ts';

/** A container that a manifest wants to run: a compose service, a Kubernetes container, a Helm one; or a process of Procfile or pm2. */
export type ContainerFact = {
  readonly kind: 'container';
  readonly source: 'compose' | 'kubernetes' | 'helm' | 'process';
  /** Compose: the service's name. Kubernetes: the workload's name. */
  readonly name: string;
  readonly container?: string;
  readonly workload?: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'Job' | 'CronJob' | 'Pod' | 'ReplicaSet' | 'Rollout';
  readonly labels: Readonly<Record<string, string>>;
  readonly namespace?: string;
  readonly image?: string;
  readonly imageAt?: At;
  /** Paths as written, relative to the file. */
  readonly build?: {
    readonly context: string;
    readonly dockerfile?: string;
    readonly target?: string;
    readonly args: Readonly<Record<string, string>>;
    /** A Dockerfile written inside the manifest. */
    readonly inline?: readonly DockerStage[];
    /** Further folders, by the name under which `COPY --from` takes from them. */
    readonly contexts?: Readonly<Record<string, string>>;
  };
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly workingDir?: string;
  readonly env: readonly EnvEntry[];
  readonly envFiles: readonly { readonly path: string; readonly at: At }[];
  /** Whole ConfigMaps and Secrets taken as environment. */
  readonly envFrom: readonly {
    readonly kind: 'configmap' | 'secret';
    readonly name: string;
    readonly prefix?: string;
  }[];
  readonly ports: readonly PortFact[];
  readonly dependsOn: readonly string[];
  /** Other names it answers to: container_name, hostname, network aliases and fixed addresses. */
  readonly aliases: readonly string[];
  /** Names that this container alone knows others by. */
  readonly links?: readonly { readonly service: string; readonly alias: string }[];
  readonly volumes: readonly string[];
  readonly profiles: readonly string[];
  readonly extends?: { readonly file?: string; readonly service: string };
  readonly probes: readonly ProbeFact[];
  readonly security?: SecurityFact;
  /** What is asked of the machine and what is allowed at most, by name: `cpu`, `memory`. */
  readonly resources?: ResourcesFact;
  /** How many of it run, where the manifest says a number. */
  readonly replicas?: { readonly count: number; readonly at: At };
  /** A template puts in more than is known: probes, limits, whom it runs as. */
  readonly isOpen?: true;
  /** Names of the annotations of its pod. */
  readonly annotations?: readonly string[];
  readonly at: At;
};
/** As whom a container runs. What the pod says holds where the container says nothing. */
export type SecurityFact = {
  readonly user?: string;
  readonly nonRoot?: boolean;
  readonly privileged?: true;
  readonly at: At;
};
/** `isOpen`: a template fills it in. */
export type ResourcesFact = {
  readonly requests: readonly string[];
  readonly limits: readonly string[];
  readonly isOpen?: true;
  readonly at: At;
};
/** `isLocal`: only the machine itself can reach it. */
export type PortFact = {
  readonly container: number;
  readonly published?: number;
  readonly name?: string;
  readonly isLocal?: true;
  readonly at?: At;
  /** Where a container takes ports from several files, the one that this stands in. */
  readonly file?: string;
};
export type ProbeFact = {
  readonly kind: 'healthcheck' | 'liveness' | 'readiness' | 'startup';
  readonly check: string;
  readonly at: At;
};
