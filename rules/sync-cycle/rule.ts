import {
  type Call,
  type Cycle,
  cyclesOf,
  defineRule,
  hopsTo,
  listOf,
  operationCalledBy,
  operationsOf,
  ownSiteOf,
  placeOfCall,
} from '../../src/lint/kit.ts';
import type { Edge, Model, Operation } from '../../src/model/model.ts';
import type { Note } from '../../src/model/rule.ts';

export default defineRule({
  id: 'sync-cycle',
  group: 'core',
  tier: 'proven',
  summary: 'Services do not wait for each other in a circle.',
  why: 'None of them can be deployed, scaled or fail alone; under load each holds connections while it waits for the next, until all of them are exhausted.',
  decided:
    'The synchronous calls between services form a loop. It is an error when the calls can be followed handler by handler, so that one request can travel the loop, and a warning when only the services, not one request, go round.',
  notReported: [
    'asynchronous edges: events, commands that nobody waits for',
    'depends_on in compose files',
    'webhooks and callbacks registered at run time',
    'health checks',
    'a longer loop whose every call lies on a shorter one: the shortest loop through each call is listed',
    'a gateway that serves a front end, whose pages call it from the browser',
    'calls whose target could not be resolved: counted as unresolved',
  ],
  remedy: 'Turn one of the calls into an event, or move the shared step behind one owner',
  sources: [
    'Newman, Building Microservices, 2nd edition, chapter 4',
    'Pigazzini et al., Towards Microservice Smells Detection (2020): Cyclic Dependency',
  ],
  messages: {
    onePath: ({ loop }: { loop: string }) => `One request can travel in a circle: ${loop}`,
    services: ({ names }: { names: readonly string[] }) => `${listOf(names)} wait for each other`,
  },
  *check(model, say) {
    const pages = new Set(model.services.filter(({ kind }) => kind === 'frontend').map(({ name }) => name));
    const calls = model.edges.filter(
      ({ kind, from, to }) => kind === 'sync' && from !== to && !pages.has(from) && !pages.has(to),
    );
    for (const cycle of cyclesOf(calls)) {
      const trip = tripAround(model, cycle);
      const hops = trip
        ? fromFirst(cycle, trip.hops).map(([from, call]) => hopNote(model, from, call))
        : hopsOf(cycle).flatMap(([from, to]) => noteOf(model, calls, [from, to]));
      const [at] = hops;
      if (!at) continue;
      const proof = { at, related: hops, services: cycle, subject: subjectOf(cycle) };
      const loop = [...cycle, cycle[0]].join(' → ');
      if (trip) yield say('onePath', { loop }, { ...proof, detail: `On the way of ${trip.operation}.` });
      else
        yield say(
          'services',
          { names: cycle },
          { ...proof, grade: 'warning', detail: 'No single request was seen to go all the way round.' },
        );
    }
  },
});

const subjectOf = ([first = '', ...rest]: Cycle): [string, ...string[]] => [first, ...rest];

const hopsOf = (cycle: Cycle): (readonly [string, string])[] =>
  cycle.map((from, index) => [from, cycle[(index + 1) % cycle.length] ?? from]);

const noteOf = (model: Model, calls: readonly Edge[], [from, to]: readonly [string, string]): Note[] =>
  calls
    .filter((edge) => edge.from === from && edge.to === to)
    .slice(0, 1)
    .map((edge) => ({
      ...placeOfCall(model, edge),
      label: `${from} → ${to}`,
      note: [edge.protocol, edge.operation].filter(Boolean).join(' '),
    }));

type Hop = readonly [from: string, call: Call];
type Trip = { readonly operation: string; readonly hops: readonly Hop[] };

/** The operation whose request can go once around the loop, from whichever service it starts, with the calls on its way. */
function tripAround(model: Model, cycle: Cycle): Trip | undefined {
  for (const start of cycle.keys()) {
    const rest = [...cycle.slice(start + 1), ...cycle.slice(0, start), cycle[start] ?? ''];
    for (const first of operationsOf(model, cycle[start] ?? '')) {
      const hops = wayFrom(model, first, rest);
      if (hops) return { operation: first.id, hops };
    }
  }
  return undefined;
}

/**
 * The calls that lead from an operation through these services, each made by what the one before asked for. Of several
 * ways to one operation the first is kept, or their number would grow with every service.
 */
function wayFrom(model: Model, from: Operation, stops: readonly string[]): readonly Hop[] | undefined {
  let ways = new Map<Operation, readonly Hop[]>([[from, []]]);
  for (const next of stops) {
    const further = new Map<Operation, readonly Hop[]>();
    for (const [operation, hops] of ways)
      for (const call of hopsTo(operation, next)) {
        const called = operationCalledBy(model, call);
        if (called && !further.has(called)) further.set(called, [...hops, [operation.service, call]]);
      }
    ways = further;
  }
  return ways.values().next().value;
}

/** The same calls, beginning with that of the loop's first service. */
const fromFirst = ([first]: Cycle, hops: readonly Hop[]): readonly Hop[] => {
  const at = hops.findIndex(([from]) => from === first);
  return [...hops.slice(at), ...hops.slice(0, at)];
};

const hopNote = (model: Model, from: string, call: Call): Note => ({
  ...ownSiteOf(model, { service: from, call }),
  label: `${from} → ${call.to ?? call.target}`,
  note: [call.protocol, shortOf(call)].filter(Boolean).join(' '),
});

/** An operation by its name alone: whose it is, the label says. */
const shortOf = ({ to = '', operation = '' }: Call): string =>
  operation.startsWith(`${to} `) ? operation.slice(to.length + 1) : operation;
