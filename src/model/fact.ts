import type { ConfigFact, OwnersFact } from './fact/config.ts';
import type { ProtoFact } from './fact/contract.ts';
import type { ConnectionFact, DataFact, PrismaFact, SqlFact } from './fact/data.ts';
import type { CloudAppFact, CloudFunctionFact } from './fact/cloud.ts';
import type { CredentialFact } from './fact/credential.ts';
import type { MarksFact } from './fact/marks.ts';
import type { DockerfileFact } from './fact/dockerfile.ts';
import type {
  AddressFact,
  ApplicationNameFact,
  BindingFact,
  BrokerBindingFact,
  ContainerFact,
  EnvFileFact,
  IncludeFact,
  KustomizationFact,
  NetworkNameFact,
  PackageFact,
  RelayFact,
  ReleaseFact,
  RouteFact,
  SettingsFact,
  ShellFact,
  TsconfigFact,
  UpstreamFact,
  VariablesFact,
  WorkspaceFact,
} from './fact/infrastructure.ts';
import type { SuppressionFact } from './fact/suppression.ts';
import type { At, EnvLoadFact, ListenFact, ModuleFact } from './fact/module.ts';
import type { MeshFact, ThrottleFact } from './fact/traffic.ts';

/** What one file says. Depends on that file's bytes and path alone, and is plain JSON, so that it can be cached. */
export type Fact =
  | ModuleFact
  | ListenFact
  | EnvLoadFact
  | PackageFact
  | WorkspaceFact
  | TsconfigFact
  | ContainerFact
  | IncludeFact
  | KustomizationFact
  | ReleaseFact
  | NetworkNameFact
  | SettingsFact
  | RouteFact
  | UpstreamFact
  | VariablesFact
  | AddressFact
  | ApplicationNameFact
  | BindingFact
  | BrokerBindingFact
  | CloudFunctionFact
  | CloudAppFact
  | RelayFact
  | EnvFileFact
  | ShellFact
  | DockerfileFact
  | MarksFact
  | CredentialFact
  | ProtoFact
  | SqlFact
  | PrismaFact
  | ConnectionFact
  | DataFact
  | ConfigFact
  | OwnersFact
  | SuppressionFact
  | MeshFact
  | ThrottleFact;

/** A module is by far the largest fact, and often not wanted: it is kept apart. */
export type OtherFact = Exclude<Fact, ModuleFact>;
export type FactKind = OtherFact['kind'];
export type FactOf<K extends FactKind> = Extract<Fact, { kind: K }>;

/** A file, or a part of one, that could not be read; `why` is a sentence for people. */
export type Unreadable = {
  readonly why: string;
  readonly at: At;
  /** It was left out for what it is: a large file of data, in which nothing was to be expected. */
  readonly isData?: true;
};

/** Everything one file says. */
export type FileFacts = {
  readonly file: string;
  /** Names what the facts depend on: equal ids, equal facts. */
  readonly id: string;
  readonly facts: readonly OtherFact[];
  /** What it says as a module, where it is one. Parsed anew each time it is asked for. */
  readonly module?: () => ModuleFact;
  readonly unreadable: readonly Unreadable[];
};

/** One reader per kind of source: text in, facts out; never the disk, never another file, never an exception. */
export type Reader = {
  readonly id: string;
  /** Part of the cache's key: raise it whenever the reader's answer changes. */
  readonly version: number;
  /** Decides by the path alone whether this reader takes the file. */
  readonly takes: (path: string) => boolean;
  /** Whether the answer depends on the file's folder too, not on its bytes and name alone. */
  readonly usesFolder?: true;
  readonly read: (source: SourceFile) => {
    readonly facts: readonly Fact[];
    readonly unreadable: readonly Unreadable[];
  };
};
export type SourceFile = { readonly file: string; readonly text: string };
