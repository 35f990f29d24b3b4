import type { Container } from '../../model/deployment.ts';
import type { Model } from '../../model/model.ts';
import type { Traits } from '../../model/traits.ts';
import { indexOf } from './index-of.ts';

const traitsByService = indexOf((model) => new Map(model.traits.map((traits) => [traits.service, traits])));
const containersByService = indexOf((model) =>
  Map.groupBy(model.deployment.containers, ({ service }) => service ?? ''),
);

export const traitsOf = (model: Model, service: string): Traits | undefined => traitsByService(model).get(service);

/** Every container that runs a service, in whatever manifest. */
export const containersOf = (model: Model, service: string): readonly Container[] =>
  service === '' ? [] : (containersByService(model).get(service) ?? []);

/** What compose and Kubernetes keep running: no jobs, and nothing that a process manager or a cloud starts. */
export const deployedOf = (model: Model, service: string): readonly Container[] =>
  containersOf(model, service).filter(({ source, workload }) => source !== 'process' && !workload?.endsWith('Job'));

/** The first of the packages that a service imports and that a pattern names. */
export const libraryOf = (traits: Traits, pattern: RegExp): Traits['libraries'][number] | undefined =>
  traits.libraries.find(({ name }) => pattern.test(name));
