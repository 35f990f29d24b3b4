import type { Model, Service } from '../../model/model.ts';
import { unique } from './lists.ts';

export const serviceNamed = (model: Model, name: string): Service | undefined =>
  model.services.find((service) => service.name === name);

/** The contexts behind some services; a name that is no service stands for itself. */
export const contextsOf = (model: Model, services: readonly string[]): string[] =>
  unique(services.map((name) => serviceNamed(model, name)?.context ?? name));

/** What one context may share, two of its services may share. */
export const sameContext = (model: Model, a: string, b: string): boolean => contextsOf(model, [a, b]).length === 1;
