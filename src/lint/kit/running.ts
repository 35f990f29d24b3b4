import type { Container, Image } from '../../model/deployment.ts';
import type { Model } from '../../model/model.ts';
import type { Traits } from '../../model/traits.ts';
import { indexOf } from './index-of.ts';
import { grouped, unique } from './lists.ts';

const traitsByService = indexOf((model) => new Map(model.traits.map((traits) => [traits.service, traits])));
const containersByService = indexOf((model) =>
  Map.groupBy(model.deployment.containers, ({ service }) => service ?? ''),
);

const imagesByService = indexOf(({ deployment }) =>
  grouped(deployment.images.flatMap((image) => unique(image.services).map((service) => [service, image] as const))),
);

export const traitsOf = (model: Model, service: string): Traits | undefined => traitsByService(model).get(service);

/** Every container that runs a service, in whatever manifest. */
export const containersOf = (model: Model, service: string): readonly Container[] =>
  service === '' ? [] : (containersByService(model).get(service) ?? []);

/** The images that a service is in. */
export const imagesOf = (model: Model, service: string): readonly Image[] => imagesByService(model).get(service) ?? [];

/** What compose and Kubernetes keep running: no jobs, and nothing that a process manager or a cloud starts. */
export const deployedOf = (model: Model, service: string): readonly Container[] =>
  containersOf(model, service).filter(({ source, workload }) => source !== 'process' && !workload?.endsWith('Job'));

/** The first of the packages that a service imports and that a pattern names. */
export const libraryOf = (traits: Traits, pattern: RegExp): Traits['libraries'][number] | undefined =>
  traits.libraries.find(({ name }) => pattern.test(name));
