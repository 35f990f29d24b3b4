/** A process that `msvc dev` runs: a folder under services/ with a main.ts, and the contexts it mounts. */
export type DevService = {
  readonly name: string;
  /** Relative to the workspace root, with `/`. */
  readonly folder: string;
  /** The folders of the contexts it mounts, its own among them. */
  readonly folders: readonly string[];
  readonly contexts: readonly string[];
  /** One of them is reached over REST. */
  readonly rest?: boolean;
};

export type DevWorkspace = {
  readonly root: string;
  readonly name: string;
  readonly services: readonly DevService[];
  /** Every context of the workspace, mounted or not, sorted. */
  readonly contexts: readonly string[];
};

/** A process that cannot be mistaken for a later one with the same number. */
export type ProcessMark = { readonly pid: number; readonly started: string };

export type ServicePorts = { readonly grpc: number; readonly http: number; readonly rest?: number };

/** What `.dev/dev.json` tells scripts, `msvc trace` and the next `msvc dev`. Times are ISO 8601. */
export type DevState = {
  readonly version: 1;
  readonly owner: ProcessMark;
  readonly startedAt: string;
  /** Absent until PostgreSQL answers. */
  readonly postgres?: { readonly host: string; readonly port: number; readonly pid: number };
  readonly otlp?: { readonly url: string };
  /** Whether every service has been ready at least once. */
  readonly ready: boolean;
  readonly services: Readonly<Record<string, ServiceState>>;
  readonly databases: Readonly<Record<string, string>>;
};

export type ServiceState = {
  readonly grpc: string;
  readonly http: string;
  readonly rest?: string;
  readonly contexts: readonly string[];
  readonly process?: ProcessMark;
  readonly status: 'starting' | 'ready' | 'stopped';
  /** How often it was started again since `msvc dev` began. */
  readonly restarts: number;
};

/** What happens while the workspace runs, before it becomes text. */
export type DevEvent =
  | { readonly kind: 'log'; readonly service: string; readonly stream: 'out' | 'err'; readonly text: string }
  | {
      readonly kind: 'note';
      readonly service: string;
      readonly level: 'info' | 'warn' | 'error';
      readonly text: string;
    }
  /** A row of the table at the start: what runs, and where. */
  | {
      readonly kind: 'row';
      readonly subject: string;
      readonly columns: readonly string[];
      readonly data: Readonly<Record<string, unknown>>;
    }
  /** Everything runs; from here on only the log. */
  | { readonly kind: 'running' };

export type Say = (event: DevEvent) => void;
