import type { Evidence, NonEmpty } from './evidence.ts';
import type { ServiceName } from './model.ts';

/** How everything is run: each container as a manifest wants it, each image as a Dockerfile builds it. */
export type Deployment = {
  readonly containers: readonly Container[];
  readonly images: readonly Image[];
  /** Objects of the cluster that give containers limits which they do not name themselves. */
  readonly limitRanges: number;
};

/** A container of one manifest, with what it inherits from others. Without a service: software of others. */
export type Container = {
  readonly service?: ServiceName;
  /** The compose service or the workload. */
  readonly name: string;
  /** The container inside the workload. */
  readonly container?: string;
  readonly source: 'compose' | 'kubernetes' | 'helm' | 'process';
  readonly workload?: string;
  /** `compose.yaml`, `k8s/prod`. */
  readonly deployment: string;
  /** `written`: as it stands in the manifest, where variables were filled in. */
  readonly image?: { readonly name: string; readonly written?: string; readonly at: Evidence };
  /** The manifest says how the image is built; `image` only names the result. */
  readonly isBuilt: boolean;
  /** A tool puts the tag in when it deploys: Skaffold, Kustomize. */
  readonly isTagged: boolean;
  readonly dockerfile?: string;
  readonly probes: readonly Probe[];
  readonly security?: Security;
  readonly resources?: Resources;
  /** How many of it run, where the manifest says a number. */
  readonly replicas?: { readonly count: number; readonly at: Evidence };
  /** A template puts in more than is known. */
  readonly isOpen: boolean;
  readonly annotations: readonly string[];
  /** Source files that it starts to run side by side; empty where it is one, or could not be told. */
  readonly programs: readonly SideBySide[];
  /** What it is started with, where the manifest says so. */
  readonly command: readonly string[];
  readonly evidence: NonEmpty<Evidence>;
};

/** A source file that is started beside others; `at` is where it begins to serve or to consume. */
export type SideBySide = { readonly file: string; readonly at?: Evidence };

export type Probe = {
  readonly kind: 'healthcheck' | 'liveness' | 'readiness' | 'startup';
  /** `GET /health`, `tcp`, `grpc`, or a command. */
  readonly check: string;
  readonly at: Evidence;
};
export type Security = {
  readonly user?: string;
  readonly nonRoot?: boolean;
  readonly privileged: boolean;
  readonly at: Evidence;
};
/** `isOpen`: a template fills it in, so that nobody can tell. */
export type Resources = {
  readonly requests: readonly string[];
  readonly limits: readonly string[];
  readonly isOpen: boolean;
  readonly at: Evidence;
};

/** What a Dockerfile builds in its last stage. */
export type Image = {
  readonly file: string;
  /** The services that run it. */
  readonly services: readonly ServiceName[];
  /** Every image that a stage stands on and that is no stage itself. */
  readonly bases: readonly Base[];
  /** What the last stage stands on in the end. */
  readonly base: string;
  readonly user?: { readonly name: string; readonly at: Evidence };
  readonly hasHealthcheck: boolean;
  readonly start: readonly string[];
  readonly evidence: NonEmpty<Evidence>;
};
export type Base = {
  readonly image: string;
  /** As it is written, where variables were filled in with their defaults. */
  readonly written?: string;
  readonly at: Evidence;
};
