import type { Conduct } from '../../model/messaging.ts';
import type { CallFact } from '../../model/fact/module.ts';
import { evidenceAt, functionsOf } from './things.ts';
import type { FunctionThing, Scope, Thing } from './types.ts';

/** How deep helpers are followed, and how many functions in all. */
const DEEPEST = 4;
const MOST_FUNCTIONS = 60;

const ACKNOWLEDGES = new Set(['ack', 'acknowledge', 'ackAll', 'complete', 'completeMessage', 'deleteMessage']);
const REFUSES = new Set(['nack', 'nak', 'reject', 'nackAll', 'abandonMessage']);

type Drafted = { -readonly [K in keyof Conduct]: Conduct[K] };

/** What the functions that handle a message do with it. */
export function conductOf(run: readonly Thing[]): Conduct {
  const conduct: Drafted = { catches: false };
  const seen = new Set<string>();
  for (const thing of run) for (const fn of functionsOf(thing)) noteFunction(fn, conduct, seen, 0);
  return conduct;
}

function noteFunction(fn: FunctionThing, conduct: Drafted, seen: Set<string>, depth: number): void {
  const key = `${fn.scope.module.file}#${fn.id}`;
  if (seen.has(key) || seen.size >= MOST_FUNCTIONS || depth > DEEPEST) return;
  seen.add(key);
  const scope = fn.scope.program.enter(fn, []);
  const { functions, calls } = fn.scope.module.fact;
  const inner = functions.flatMap(({ parent }, id) => (parent === fn.id ? [id] : []));
  for (const index of functions[fn.id]?.calls ?? []) {
    const call = calls[index];
    if (call) noteCall(call, scope, conduct, (next) => noteFunction(next, conduct, seen, depth + 1));
  }
  for (const id of inner) noteFunction({ kind: 'function', scope, id }, conduct, seen, depth);
}

function noteCall(call: CallFact, scope: Scope, conduct: Drafted, follow: (fn: FunctionThing) => void): void {
  const { callee, around, args } = call;
  if (around.caught || around.handler === 'catch') conduct.catches = true;
  const name = callee.kind === 'member' ? callee.name : '';
  const at = evidenceAt(scope, call.at);
  if (ACKNOWLEDGES.has(name)) {
    if (around.handler !== 'catch' && around.branch !== true) conduct.acknowledges ??= at;
  } else if (REFUSES.has(name)) conduct.refuses ??= { requeues: requeuesOf(name, args), at };
  else for (const fn of functionsOf(scope.program.evaluate(callee, scope))) follow(fn);
}

/** `nack(message, allUpTo, requeue = true)`, `reject(message, requeue = true)`. */
const requeuesOf = (name: string, args: CallFact['args']): boolean | 'unknown' => {
  if (name !== 'nack' && name !== 'reject') return true;
  const given = name === 'nack' ? args[2] : args[1];
  if (!given) return true;
  return given.kind === 'boolean' ? given.boolean : 'unknown';
};
