import { partingPlace, unique } from '../../src/lint/kit.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Operation } from '../../src/model/model.ts';
import type { Note, Proof } from '../../src/model/rule.ts';
import { type Call, loopPlace } from './calls.ts';

/** Whom a call asks for what. */
export const nameOf = ({ to, operation, target }: Call): string =>
  to === undefined ? target : operation?.startsWith(`${to} `) === true ? operation : `${to} ${operation ?? target}`;

const lastOf = ({ trail }: Call): Evidence => trail.at(-1) ?? trail[0];

const startOf = ({ evidence: [handler], service, name }: Operation): Note => ({
  ...handler,
  label: `${service} · ${name}`,
});

/** The way from the handler through the loop to the call. */
export const proofOfLoop = (operation: Operation, call: Call): Proof => {
  const at = loopPlace(call);
  const { service } = operation;
  return {
    at,
    related: [startOf(operation), ...call.trail.map((place, index) => hop(call, place, index))],
    services: unique([service, call.to ?? service]),
    subject: [service, nameOf(call), operation.name],
    proof: [
      { about: 'handler', text: operation.name, at: operation.evidence[0] },
      { about: 'loop', text: 'over a list whose length nothing bounds', at },
      { about: 'call', text: nameOf(call), at: lastOf(call) },
      { about: 'verdict', text: 'violated: as many calls as items' },
    ],
  };
};

const hop = (call: Call, place: Evidence, index: number): Note => ({
  ...place,
  depth: index + 1,
  ...(index === call.trail.length - 1 ? { label: nameOf(call) } : {}),
});

/** The calls of a row, each where the handler's way to it parts from the one before. */
export const proofOfRow = (operation: Operation, row: readonly Call[]): Proof => ({
  at: operation.evidence[0],
  related: row.map((call, index): Note => {
    const beside = row[index === 0 ? 1 : index - 1] ?? call;
    return { ...partingPlace(call, beside), label: nameOf(call), depth: 1 };
  }),
  services: unique([operation.service, ...row.flatMap(({ to }) => to ?? [])]),
  subject: [operation.service, operation.name],
  proof: [
    { about: 'handler', text: operation.name, at: operation.evidence[0] },
    ...row.map((call) => ({ about: 'call', text: nameOf(call), at: lastOf(call) })),
    { about: 'verdict', text: `violated: ${row.length} calls, each waits for the one before` },
  ],
});
