import { addTo } from '../../model/held.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Arm, Effect, Model, Operation } from '../../model/model.ts';
import { indexOf } from './index-of.ts';

const isSame = (a: Evidence | undefined, b: Evidence | undefined): boolean =>
  a !== undefined && b !== undefined && a.line === b.line && a.column === b.column && a.file === b.file;

/** How many places from the handler on two effects of one operation have in common. */
export function sharedSteps(a: Effect, b: Effect): number {
  const most = Math.min(a.trail.length, b.trail.length);
  for (let step = 0; step < most; step++) if (!isSame(a.trail[step], b.trail[step])) return step;
  return most;
}

/** The place where the way to an effect parts from the way to another: in the function that does both. */
export const partingPlace = (effect: Effect, from: Effect): Evidence =>
  effect.trail[Math.min(sharedSteps(effect, from), effect.trail.length - 1)] ?? effect.trail[0];

const armsAt = ({ trail, around }: Effect, place: number): readonly Arm[] =>
  (around.arms ?? []).filter(({ step }) => trail.length - 1 - step === place);

const isSameArm = (a: Arm | undefined, b: Arm | undefined): boolean =>
  a !== undefined && b !== undefined && a.choice === b.choice && a.way === b.way;

/** Whether, once the first was done, control may still come to the second: not on another way of one choice, not behind a return. */
export function canFollow(first: Effect, second: Effect): boolean {
  const place = sharedSteps(first, second);
  const left = armsAt(first, place);
  const right = armsAt(second, place);
  const fork = left.findIndex((arm, index) => !isSameArm(arm, right[index]));
  if (fork < 0) return true;
  if (left[fork]?.choice === right[fork]?.choice) return false;
  return comesOut(left.slice(fork));
}

/** Whether control comes out behind the outermost of these arms. */
function comesOut(arms: readonly Arm[]): boolean {
  let isBounded = false;
  for (const { end } of arms) {
    if (end === 'leaves' || (end === 'breaks' && !isBounded)) return false;
    if (end === 'bounds') isBounded = true;
  }
  return true;
}

const lastKey = (service: string, trail: readonly Evidence[]): string => {
  const last = trail.at(-1);
  return `${service}\n${last?.file}:${last?.line}:${last?.column}`;
};

/** The trails of what handlers do, by where they end. */
const ways = indexOf((model) => {
  const byEnd = new Map<string, (readonly Evidence[])[]>();
  for (const { service, trigger, effects } of model.operations) {
    if (trigger === 'start') continue;
    for (const { trail } of effects) {
      addTo(byEnd, lastKey(service, trail), trail);
    }
  }
  return byEnd;
});

const endsWith = (trail: readonly Evidence[], end: readonly Evidence[]): boolean =>
  end.length <= trail.length && end.every((place, index) => isSame(place, trail[trail.length - end.length + index]));

/** Whether what the start of a process seems to do is what a handler does that it registers. */
export const isHandlersOwn = (model: Model, { service, trigger }: Operation, { trail }: Effect): boolean =>
  trigger === 'start' && (ways(model).get(lastKey(service, trail)) ?? []).some((end) => endsWith(trail, end));
