import type { StoreOpening } from '../types.ts';
import type { Circular } from './evaluate/once.ts';
import type { ClassThing, InstanceThing, Scope, Stored, Thing } from './types.ts';

/** A bound that was reached in a function. */
export type Cut = { readonly why: CutReason; readonly scope: Scope };
export type CutReason = 'contexts' | 'deeds' | 'depth' | 'origins';
/** The names that a file and those that it re-exports whole declare; `isOpen` where others may come from there as well. */
export type Barrel = { readonly names: ReadonlySet<string>; readonly isOpen: boolean };
export type ProgramMemo = {
  nextId: number;
  depth: number;
  /** Evaluations left: what has grown past all measure is cut short, and stays unknown. */
  fuel: number;
  readonly modules: Map<string, Scope>;
  readonly scopes: Map<string, Scope>;
  readonly entered: Map<string, Scope[]>;
  readonly singletons: Map<string, InstanceThing>;
  /** What is assigned to static fields, by class and name. */
  readonly statics: Map<string, Map<string, Stored[]>>;
  readonly identities: WeakMap<object, number>;
  readonly visited: Set<string>;
  /** How often each function is being followed at this moment. */
  readonly nested: Map<string, number>;
  /** Functions in which a bound was reached, by their place: what they do is told in part. */
  readonly cuts: Map<string, Cut>;
  readonly implementers: Map<string, readonly ClassThing[]>;
  /** The scope in which each connection was opened. */
  readonly opened: Map<StoreOpening, Scope>;
  subclasses?: Map<string, readonly ClassThing[]>;
  /** What exports were found to be, by file and name; `undefined` for those that have no value. */
  readonly exported: Map<string, Map<string, Thing | undefined>>;
  /** What files re-export whole, by file. */
  readonly barrels: Map<string, Barrel>;
  /** Names and calls that are being found, from the outermost on, and the outermost that was asked for meanwhile. */
  readonly underWay: Map<Thing, number>;
  met: number;
  /** What was found once with the help of something that was under way: see `evaluate/under-way.ts`. */
  readonly early: Set<string>;
  /** What the question being answered has asked already: see `evaluate/once.ts`. */
  readonly asked: Map<Circular, Map<object, Map<string, Thing>>>;
};
