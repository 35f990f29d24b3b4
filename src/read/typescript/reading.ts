import type { Expression, Function as FunctionNode, ArrowFunctionExpression, Class, Statement } from 'oxc-parser';
import type {
  AssignFact,
  ArmEnd,
  At,
  Binding,
  CallFact,
  Circumstances,
  ClassFact,
  EndpointFact,
  ExportFact,
  FunctionFact,
  GrowthFact,
  ImportFact,
  ModuleFact,
  TypeFact,
} from '../../model/fact/module.ts';
import type { Value } from '../../model/fact/value.ts';
import type { Source } from './growth.ts';

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A function while its body is still being read. */
export type OpenFunction = Mutable<Omit<FunctionFact, 'locals' | 'returns' | 'calls' | 'assigns' | 'grows'>> & {
  locals: Binding[];
  returns: Value[];
  calls: number[];
  assigns: AssignFact[];
  grows: GrowthFact[];
};

/** Everything one pass over a file has found so far, and where the pass stands. */
export type Reading = {
  readonly imports: ImportFact[];
  readonly exports: ExportFact[];
  readonly bindings: Binding[];
  readonly functions: OpenFunction[];
  readonly classes: (ClassFact | undefined)[];
  readonly calls: (CallFact | undefined)[];
  readonly types: TypeFact[];
  readonly endpoints: EndpointFact[];
  /** The part that literals play where the pass stands. */
  role?: EndpointFact['role'];
  /** The fields that names are computed from, by the function they are set in and the name. */
  readonly computed: Map<string, readonly Source[]>;
  readonly at: (offset: number) => At;
  /** The function whose body is read; 0 is the module's top level. */
  inside: number;
  around: Circumstances;
  depth: number;
  tooDeep?: At;
  readonly visit: Visitors;
};

/** The parts of the pass that call each other; filled in by `index.ts`. */
export type Visitors = {
  value: (reading: Reading, node: Expression) => Value;
  statements: (reading: Reading, list: readonly Statement[]) => void;
  function: (reading: Reading, node: FunctionNode | ArrowFunctionExpression, more?: FunctionExtras) => number;
  class: (reading: Reading, node: Class) => number;
};
export type FunctionExtras = {
  readonly name?: string;
  readonly owner?: number;
  readonly static?: true;
  readonly accessor?: 'get' | 'set';
  readonly decorators?: FunctionFact['decorators'];
  readonly around?: Circumstances;
};

/** How deep expressions and statements may nest before the rest is left unread. */
const DEEPEST = 400;

/** Reads one level deeper, or gives `otherwise` where nesting has become absurd. */
export const deeper = <T>(reading: Reading, offset: number, otherwise: T, read: () => T): T => {
  if (reading.depth >= DEEPEST) {
    reading.tooDeep ??= reading.at(offset);
    return otherwise;
  }
  reading.depth++;
  const result = read();
  reading.depth--;
  return result;
};

/** Reads with other circumstances around. */
export const within = <T>(reading: Reading, patch: Circumstances, read: () => T): T => {
  const outer = reading.around;
  reading.around = { ...outer, ...patch };
  const result = read();
  reading.around = outer;
  return result;
};

/** One way of a choice, or what bounds a `break`. */
export type Way = { readonly choice: number; readonly way: number; readonly end: ArmEnd };

/** Reads what stands on one way of a choice. */
export const onWay = <T>(reading: Reading, { choice, way, end }: Way, read: () => T): T => {
  const [line, column] = reading.at(choice);
  return within(reading, { arms: [...(reading.around.arms ?? []), [line, column, way, end]] }, read);
};

export const UNKNOWN: Value = { kind: 'unknown' };

export const startReading = (at: (offset: number) => At, visit: Visitors): Reading => ({
  imports: [],
  exports: [],
  bindings: [],
  functions: [{ params: [], locals: [], returns: [], decorators: [], calls: [], assigns: [], grows: [], at: [1, 1] }],
  classes: [],
  calls: [],
  types: [],
  endpoints: [],
  computed: new Map(),
  at,
  inside: 0,
  around: {},
  depth: 0,
  visit,
});

/** The function that is being read. */
export const openFunction = (reading: Reading): OpenFunction | undefined => reading.functions[reading.inside];

/** Declares a name where the pass stands: at the top level a module's binding, else a local. */
export const declare = (reading: Reading, binding: Binding): void => {
  if (reading.inside === 0) reading.bindings.push(binding);
  else openFunction(reading)?.locals.push(binding);
};

const closed = ({ assigns, grows, ...fact }: OpenFunction): FunctionFact => ({
  ...fact,
  ...(assigns.length > 0 ? { assigns } : {}),
  ...(grows.length > 0 ? { grows } : {}),
});

export const finish = (reading: Reading): ModuleFact => ({
  kind: 'module',
  imports: reading.imports,
  exports: reading.exports,
  bindings: reading.bindings,
  functions: reading.functions.map(closed),
  classes: reading.classes.filter((fact) => fact !== undefined),
  calls: reading.calls.filter((fact) => fact !== undefined),
  ...(reading.types.length > 0 ? { types: reading.types } : {}),
  ...(reading.endpoints.length > 0 ? { endpoints: reading.endpoints.slice(0, 200) } : {}),
});
