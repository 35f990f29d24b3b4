import type { Effect, Model, Operation } from '../../model/model.ts';
import { indexOf } from './index-of.ts';

type Call = Extract<Effect, { kind: 'call' }>;

const byId = indexOf((model) => new Map(model.operations.map((operation) => [operation.id, operation])));
const byName = indexOf(
  (model) => new Map(model.operations.map((operation) => [`${operation.service}\n${operation.name}`, operation])),
);

const byService = indexOf((model) => Map.groupBy(model.operations, ({ service }) => service));

/** What a service does, in the order of the model. */
export const operationsOf = (model: Model, service: string): readonly Operation[] =>
  byService(model).get(service) ?? [];

export const operationNamed = (model: Model, id: string): Operation | undefined => byId(model).get(id);

/** The operation that a call reaches, where caller and handler agree on the name. */
export function operationCalledBy(model: Model, { to, operation }: Call): Operation | undefined {
  if (to === undefined || operation === undefined) return undefined;
  const named = byId(model).get(operation);
  return named?.service === to ? named : byName(model).get(`${to}\n${operation}`);
}

/** The calls of an operation that reach a service. */
export const hopsTo = (operation: Operation, to: string): Call[] =>
  operation.effects.filter((effect) => effect.kind === 'call').filter((call) => call.to === to);
