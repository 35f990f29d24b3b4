import type { Model, Service } from '../../model/model.ts';
import { indexOf } from './index-of.ts';
import { unique } from './lists.ts';

const servicesByName = indexOf((model) => new Map(model.services.map((service) => [service.name, service])));

export const serviceNamed = (model: Model, name: string): Service | undefined => servicesByName(model).get(name);

/** The contexts behind some services; a name that is no service stands for itself. */
export const contextsOf = (model: Model, services: readonly string[]): string[] =>
  unique(services.map((name) => serviceNamed(model, name)?.context ?? name));

/** What one context may share, two of its services may share. */
export const sameContext = (model: Model, a: string, b: string): boolean => contextsOf(model, [a, b]).length === 1;
