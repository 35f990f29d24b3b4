import type { ServiceName } from '../model/model.ts';
import type { Units } from './types.ts';

/** The system that each service belongs to; empty where the repository is one. */
export const systemByService = ({ services, systemOf }: Units): ReadonlyMap<ServiceName, string> =>
  new Map(services.map(({ name, path }) => [name, systemOf(path)]));
