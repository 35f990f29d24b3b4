import type { ContainerFact } from '../../model/fact/infrastructure.ts';
import type { Lookup } from './interpolate.ts';

/** A container as one deployment wants it, with what its file inherits from others. */
export type Deployed = {
  readonly file: string;
  /** `compose.yaml`, `k8s/prod`: names that mean one host and one value inside it. */
  readonly deployment: string;
  /** The folder that relative paths and `.env` of its file refer to. */
  readonly folder: string;
  readonly fact: ContainerFact;
  /** Where its settings stand: its own file first, then what it extends and overrides. */
  readonly layers: readonly Placed[];
  /** The image as the chart's template has it. */
  readonly written?: string;
  /** The chart it is part of, and what its variables stand for there. */
  readonly chart?: { readonly folder: string; readonly fill: Lookup };
};
export type Placed = { readonly file: string; readonly fact: ContainerFact };

/** What `over` does not say is taken from `under`. */
export const overlaid = (over: ContainerFact, under: ContainerFact): ContainerFact => ({
  ...under,
  ...over,
  ports: [...over.ports, ...under.ports],
  aliases: [...over.aliases, ...under.aliases],
  labels: { ...under.labels, ...over.labels },
  probes: over.probes.length > 0 ? over.probes : under.probes,
});
