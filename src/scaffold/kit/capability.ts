import type { Change } from './change.ts';
import type { Answers, AnswersTo, Questions } from './question.ts';
import type { ServicePlace, Workspace } from './workspace.ts';

/** Text templates of one capability. Values are looked up strictly: a missing one is an error. */
export type Render = {
  /** One file below the capability's folder, rendered where its name ends in `.hbs`. */
  readonly file: (path: string, values: object) => string;
  /** Every file below a folder, as `create` changes below `to`. `__name__` in a path is a value too. */
  readonly folder: (path: string, values: object, to: string) => readonly Change[];
};

export type PlanInput<A> = {
  readonly answers: A;
  readonly workspace: Workspace;
  /** The service that is made or added to; the workspace's own capability ignores it. */
  readonly service: ServicePlace;
  readonly render: Render;
  /** What stands in the workspace: to see, not to change. */
  readonly files: {
    readonly read: (path: string) => string | undefined;
    /** Names in a folder, folders ending in `/`; empty where there is none. */
    readonly names: (path: string) => readonly string[];
  };
};

/** Something a workspace or a service can have. It plans; it never writes. */
export type Capability<A = Answers> = {
  /** Names its folder in `templates/`. */
  readonly id: string;
  readonly summary: string;
  /** `new` makes a service or a workspace, `add` adds to one. */
  readonly verb: 'new' | 'add';
  /** What is added to; a service where nothing is said. */
  readonly to?: 'workspace';
  /** The question that names the service it goes into. Default: `to` for `add`; `new` makes a service of its own. */
  readonly into?: string;
  /** Capabilities the service must have already. */
  readonly needs: readonly string[];
  readonly questions: Questions;
  /** Real command lines, for `--help`. */
  readonly examples: readonly string[];
  readonly plan: (input: PlanInput<A>) => Iterable<Change>;
  readonly nextSteps: (input: Omit<PlanInput<A>, 'files' | 'render'>) => readonly string[];
};

type Definition<Q extends Questions> = Omit<Capability<AnswersTo<Q>>, 'questions' | 'verb'> & {
  readonly verb?: Capability['verb'];
  readonly questions: Q;
};

/** Defines a capability: answers have the types of their questions inside, and are checked before they get there. */
export function defineCapability<const Q extends Questions>(definition: Definition<Q>): Capability {
  // The engine hands over answers it has checked against these very questions.
  return { verb: 'add', ...definition } as unknown as Capability;
}
