import type { Effect, Model, Operation } from '../../model/model.ts';

type Call = Extract<Effect, { kind: 'call' }>;

export const operationNamed = (model: Model, id: string): Operation | undefined =>
  model.operations.find((operation) => operation.id === id);

/** The operation that a call reaches, where caller and handler agree on the name. */
export const operationCalledBy = (model: Model, call: Call): Operation | undefined =>
  model.operations.find(
    ({ service, name, id }) => service === call.to && (name === call.operation || id === call.operation),
  );

/** The calls of an operation that reach a service. */
export const hopsTo = (operation: Operation, to: string): Call[] =>
  operation.effects.filter((effect) => effect.kind === 'call').filter((call) => call.to === to);
