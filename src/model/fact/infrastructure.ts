export type * from './container.ts';

import type { EnvEntry } from './env.ts';
import type { At } from './module.ts';

/** A compose file that takes in others. */
export type IncludeFact = { readonly kind: 'include'; readonly path: string; readonly at: At };

/** A Kubernetes Service: a host name in front of the pods its selector matches. */
export type NetworkNameFact = {
  readonly kind: 'network-name';
  readonly name: string;
  readonly namespace?: string;
  readonly selector: Readonly<Record<string, string>>;
  /** It stands for another name, often of another namespace. */
  readonly externalName?: string;
  readonly type: string;
  readonly ports: readonly { readonly port: number; readonly target?: number | string; readonly nodePort?: number }[];
  readonly at: At;
};

/** A ConfigMap, the names and addresses (never the credentials) in a Secret, or a chart's values by dotted path. */
export type SettingsFact = {
  readonly kind: 'settings';
  readonly of: 'configmap' | 'secret' | 'values';
  readonly name: string;
  readonly entries: readonly EnvEntry[];
  /** Env files that further entries are taken from. */
  readonly files?: readonly string[];
  readonly at: At;
};

/** What a kustomization makes of what it takes in; that itself stands in its `include` facts. */
export type KustomizationFact = {
  readonly kind: 'kustomization';
  readonly namePrefix?: string;
  readonly nameSuffix?: string;
  readonly namespace?: string;
  readonly images: readonly { readonly name: string; readonly newName?: string; readonly newTag?: string }[];
  readonly at: At;
};

/** A chart that helmfile, Skaffold, Argo CD or Flux install. Paths as written; `values` by dotted path. */
export type ReleaseFact = {
  readonly kind: 'release';
  readonly name: string;
  readonly chart: string;
  readonly valueFiles: readonly string[];
  readonly values: readonly EnvEntry[];
  readonly at: At;
};

/** A route from a gateway or an Ingress to an upstream address. */
export type RouteFact = {
  readonly kind: 'route';
  readonly via:
    | 'nginx'
    | 'ingress'
    | 'traefik'
    | 'envoy'
    | 'kong'
    | 'caddy'
    | 'haproxy'
    | 'krakend'
    | 'express-gateway'
    | 'settings';
  readonly gateway?: string;
  /** What the configuration calls whom it leads to. */
  readonly name?: string;
  /** Kubernetes: the kind of the manifest. */
  readonly of?: string;
  readonly path: string;
  /** `http://orders:8080` or `orders:8080`, as far as the file says. */
  readonly target: string;
  readonly at: At;
};

/** A name that nginx gives to servers, for the files that are included beside it. */
export type UpstreamFact = {
  readonly kind: 'upstream';
  readonly name: string;
  readonly targets: readonly string[];
  readonly at: At;
};

/** An address of something that settings of an application name. `of`: the service that a configuration server's file is for. */
export type AddressFact = {
  readonly kind: 'address';
  /** The path of its keys, or the variable whose default it is. */
  readonly name: string;
  readonly value: string;
  readonly of?: string;
  readonly isDefault?: true;
  readonly at: At;
};

/** The variables that code or settings of another language ask for by name. */
export type VariablesFact = { readonly kind: 'variables'; readonly names: readonly string[] };

/** What an application calls itself where services look each other up: `spring.application.name`. */
export type ApplicationNameFact = { readonly kind: 'application-name'; readonly name: string; readonly at: At };

/** A channel that settings of an application name, and what the application does with it. */
export type BindingFact = {
  readonly kind: 'binding';
  readonly role: 'publishes' | 'consumes';
  readonly protocol: string;
  /** The key of the section. */
  readonly name: string;
  /** Exchange or topic. */
  readonly channel: string;
  readonly queue?: string;
  readonly key?: string;
  readonly of?: string;
  readonly at: At;
};

/** A connector that carries rows of a database to a broker (Debezium). `${VAR}` of its container stays as written. */
export type RelayFact = {
  readonly kind: 'relay';
  readonly host?: string;
  readonly database?: string;
  /** The tables or collections it reads, `*` for any letters; absent where it reads all. An outbox router reads the outbox alone. */
  readonly tables?: readonly string[];
  /** The kind of broker. */
  readonly sink: string;
  /** Topics or exchanges; `${routedByValue}` stands for a field of the row. */
  readonly channels: readonly string[];
  readonly at: At;
};

/** A binding of an exchange to a queue that is set up beside the code. */
export type BrokerBindingFact = {
  readonly kind: 'broker-binding';
  readonly source: string;
  readonly destination: string;
  readonly key?: string;
  readonly at: At;
};

/** What a shell script runs, as far as it concerns the map. */
export type ShellFact = {
  readonly kind: 'shell';
  readonly commands: readonly { readonly words: readonly string[]; readonly at: At }[];
};

export type EnvFileFact = { readonly kind: 'env-file'; readonly entries: readonly EnvEntry[] };

/** A package manifest. */
export type PackageFact = {
  readonly kind: 'package';
  readonly name?: string;
  readonly private: boolean;
  readonly main?: string;
  readonly types?: string;
  readonly exports?: unknown;
  /** Its own names for what it imports, which begin with `#`. */
  readonly imports?: unknown;
  readonly bin: readonly string[];
  readonly workspaces: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly at: At;
};

/** Projects that a workspace file declares (pnpm-workspace, lerna, nest-cli, Nx project.json, turbo). Globs or paths, as written. */
export type WorkspaceFact = {
  readonly kind: 'workspace';
  readonly tool: 'pnpm' | 'lerna' | 'nest' | 'nx' | 'turbo' | 'rush' | 'skaffold';
  readonly projects: readonly {
    readonly path: string;
    readonly name?: string;
    readonly type?: 'application' | 'library';
    readonly entry?: string;
  }[];
  readonly at: At;
};

export type TsconfigFact = {
  readonly kind: 'tsconfig';
  readonly extends: readonly string[];
  readonly baseUrl?: string;
  readonly rootDir?: string;
  readonly outDir?: string;
  readonly paths: Readonly<Record<string, readonly string[]>>;
  readonly references: readonly string[];
};
