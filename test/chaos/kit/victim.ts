/** Something real that can be killed at any time. */
export type Victim = {
  readonly name: string;
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>;
  /** Whether it serves again; somebody restarts it. */
  isBack(): Promise<boolean>;
};

/** A victim whose return is ours to decide. */
export type Stoppable = Victim & {
  /** Resolves when it serves. */
  start(): Promise<void>;
};
