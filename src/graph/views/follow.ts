import { mask } from '../../model/mask.ts';
import type { Effect, Model, Operation } from '../../model/model.ts';
import { circumstanceWords } from '../sequence/words.ts';
import type { Circumstance, SequenceStep } from '../types.ts';
import { idOfChannel, idOfService, placesOf, storeIds } from './parts.ts';
import { waitingWords } from './waiting-words.ts';

/** The node for everybody whom nobody could name. */
export const outsideId = 'unknown:elsewhere';
const mostSteps = 200;
const deepest = 12;

type Call = Extract<Effect, { kind: 'call' }>;
type Walk = {
  readonly model: Model;
  readonly byId: ReadonlyMap<string, Operation>;
  readonly storeOf: (service: string, effect: Extract<Effect, { kind: 'data' }>) => string;
  readonly steps: SequenceStep[];
};

/** Every step of a request, in the order of the code; what several ways of a choice do is shown one after the other. */
export function followed(
  model: Model,
  first: Operation,
): { readonly steps: readonly SequenceStep[]; readonly isCut: boolean } {
  const byId = new Map(model.operations.map((operation) => [operation.id, operation]));
  const walk: Walk = { model, byId, storeOf: storesBy(model), steps: [] };
  const asks = first.trigger === 'http' || first.trigger === 'rpc';
  const caller =
    first.channel !== undefined && first.trigger === 'message' ? channelFor(first, model) : 'outside:caller';
  const ends = { from: caller, to: idOfService(first.service) };
  const says = { text: mask(first.name), waiting: [], depth: 0, evidence: placesOf(first.evidence) };
  walk.steps.push({ kind: asks ? 'call' : 'tell', ...ends, ...says });
  into(walk, first, 1, [first.id]);
  const isCut = walk.steps.length >= mostSteps;
  if (asks)
    walk.steps.push({ kind: 'answer', from: ends.to, to: ends.from, text: '', waiting: [], depth: 0, evidence: [] });
  return {
    steps: walk.steps.length === (asks ? 2 : 1) && first.effects.length === 0 ? walk.steps.slice(0, 1) : walk.steps,
    isCut,
  };
}

function channelFor({ channel = '' }: Operation, { channels }: Model): string {
  const found = channels.find(({ id }) => id.slice(id.indexOf(':') + 1) === channel);
  return idOfChannel(found?.id ?? channel);
}

function into(walk: Walk, operation: Operation, depth: number, path: readonly string[]): void {
  const done = new Set<string>();
  for (const effect of operation.effects) {
    if (walk.steps.length >= mostSteps) return;
    const key = keyOf(effect);
    if (done.has(key)) continue;
    done.add(key);
    if (effect.kind === 'call') asked(walk, effect, { operation, depth, path });
    else walk.steps.push(...toldOrKept(walk, effect, operation.service, depth));
  }
}

/** The same thing done at two places of a handler is shown once. */
function keyOf(effect: Effect): string {
  if (effect.kind === 'call') return ['call', effect.to, effect.operation ?? effect.target].join('\n');
  if (effect.kind === 'publish') return ['publish', effect.channel ?? effect.protocol].join('\n');
  if (effect.kind === 'data') return ['data', effect.engine, effect.table, effect.verb].join('\n');
  return ['external', effect.what, effect.library].join('\n');
}

type At = { readonly operation: Operation; readonly depth: number; readonly path: readonly string[] };

function asked(walk: Walk, effect: Call, { operation, depth, path }: At): void {
  const { to, target, around } = effect;
  if (to === operation.service) return;
  const next = effect.operation === undefined ? undefined : walk.byId.get(effect.operation);
  const from = idOfService(operation.service);
  const step = {
    from,
    to: to === undefined ? outsideId : idOfService(to),
    text: mask(next?.name ?? shortened(effect.operation, to) ?? target),
    depth,
    evidence: placesOf(effect.trail.slice(-1)),
  };
  const waits = around.detached !== true && around.unheard !== true;
  const { around: within, waiting } = circumstances(effect);
  const words = [...waiting, ...(waits ? waitingWords(effect, walk.model) : [])];
  walk.steps.push({ kind: waits ? 'call' : 'tell', ...step, waiting: words, ...(within ? { around: within } : {}) });
  if (next && !path.includes(next.id) && depth < deepest) into(walk, next, depth + 1, [...path, next.id]);
  if (waits) walk.steps.push({ kind: 'answer', from: step.to, to: from, text: '', waiting: [], depth, evidence: [] });
}

/** `orders POST /orders` without the service that it is asked of. */
const shortened = (operation: string | undefined, to: string | undefined): string | undefined =>
  operation !== undefined && to !== undefined && operation.startsWith(`${to} `)
    ? operation.slice(to.length + 1)
    : operation;

function circumstances({ around: { loop, branch, parallel } }: Effect): Pick<SequenceStep, 'around' | 'waiting'> {
  const around: readonly Circumstance[] = [
    ...(loop ? (['loop'] as const) : []),
    ...(branch ? (['sometimes'] as const) : []),
    ...(parallel ? (['parallel'] as const) : []),
  ];
  return { waiting: around.map((one) => circumstanceWords[one]), ...(around.length > 0 ? { around } : {}) };
}

function toldOrKept(
  walk: Walk,
  effect: Exclude<Effect, Call>,
  service: string,
  depth: number,
): readonly SequenceStep[] {
  const from = idOfService(service);
  const step = { from, ...circumstances(effect), depth, evidence: placesOf(effect.trail.slice(-1)) };
  if (effect.kind === 'publish') return told(walk, effect, step);
  if (effect.kind === 'data')
    return [
      {
        kind: 'keep',
        ...step,
        to: walk.storeOf(service, effect),
        text: mask(`${effect.verb === 'unknown' ? 'use' : effect.verb} ${effect.table ?? ''}`.trim()),
      },
    ];
  return [
    { kind: 'tell', ...step, to: `outside:${effect.library}`, text: effect.what === 'other' ? 'uses' : effect.what },
  ];
}

function told(
  { model }: Walk,
  { channel, protocol }: Extract<Effect, { kind: 'publish' }>,
  step: Omit<SequenceStep, 'kind' | 'to' | 'text'>,
): readonly SequenceStep[] {
  const found = model.channels.find(({ id }) => id === channel);
  const to = channel === undefined ? outsideId : idOfChannel(channel);
  const name = mask(channel === undefined ? `${protocol} message` : channel.slice(channel.indexOf(':') + 1));
  return [
    { kind: 'tell', ...step, to, text: `publish ${name}` },
    ...(found?.consumedBy ?? []).toSorted().map((service): SequenceStep => ({
      kind: 'tell',
      depth: step.depth,
      evidence: step.evidence,
      from: to,
      to: idOfService(service),
      text: name,
      waiting: [],
    })),
  ];
}

/** A query builder says no more than that it speaks SQL. */
const isOf = (engine: string, kind: string): boolean => kind === engine || (engine === 'sql' && speaksSql.has(kind));
const speaksSql = new Set([
  'postgres',
  'mysql',
  'mariadb',
  'sqlite',
  'sqlserver',
  'oracle',
  'cockroach',
  'cockroachdb',
]);

/** The one store of that engine that the service uses; where there are several, the engine is all that is known. */
function storesBy({ stores }: Model): Walk['storeOf'] {
  const ids = storeIds(stores);
  return (service, { store, engine, table }) => {
    const own = stores.filter(
      ({ usedBy, kind, id }) => usedBy.includes(service) && (store === undefined ? isOf(engine, kind) : id === store),
    );
    const holding = own.filter(({ users }) => users.some(({ tables }) => tables.some((one) => one.table === table)));
    const [one, ...others] = holding.length > 0 ? holding : own;
    const id = one && others.length === 0 ? ids.get(one) : undefined;
    return id ?? `store:${engine} of ${service}`;
  };
}
