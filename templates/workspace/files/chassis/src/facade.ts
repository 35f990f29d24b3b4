import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

/** What a facade gets from the process it is opened in. */
export type FacadeHost = {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly log: Log;
  readonly metrics: Metrics;
};

/** Something that listens. `close` takes nothing new, waits for what is in hand, and cuts what is left after the grace. */
export type Listener = { readonly port: number; close(graceMs: number): Promise<void> };

/** Another way into a context besides its RPCs, such as REST. Contexts of one process share the listener of a kind. */
export type Facade = {
  readonly kind: string;
  /** Opens the listener for all facades of this kind, this one among them. */
  readonly open: (together: readonly Facade[], host: FacadeHost) => Promise<Listener>;
};

/** Listeners by kind. */
export type OpenFacades = Readonly<Record<string, Listener>>;

export async function openFacades(facades: readonly Facade[], host: FacadeHost): Promise<OpenFacades> {
  const kinds = Map.groupBy(facades, ({ kind }) => kind);
  const opened = [...kinds].map(async ([kind, together]) => {
    const listener = await together[0]?.open(together, host);
    return listener ? [[kind, listener] as const] : [];
  });
  return Object.fromEntries((await Promise.all(opened)).flat());
}

export async function closeFacades(facades: OpenFacades, graceMs: number): Promise<void> {
  await Promise.all(Object.values(facades).map((listener) => listener.close(graceMs)));
}
