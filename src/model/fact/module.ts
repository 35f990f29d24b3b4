import type { TypeRef, Value } from './value.ts';

/** Line and column inside the module's file, both from 1. */
export type At = readonly [line: number, column: number];

/**
 * One TypeScript or JavaScript file, reduced to what linking needs: who it imports, what it declares, what it calls.
 * Calls, functions and classes refer to each other by index. A file that speaks to nobody gives only imports and exports.
 */
export type ModuleFact = {
  readonly kind: 'module';
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  /** Module-level bindings: `const`, `let`, enums (as objects), functions, classes. */
  readonly bindings: readonly Binding[];
  readonly functions: readonly FunctionFact[];
  readonly classes: readonly ClassFact[];
  readonly calls: readonly CallFact[];
  /** Interfaces and type aliases whose names or members linking can use. */
  readonly types?: readonly TypeFact[];
  /** Literals that begin like an address of something. */
  readonly endpoints?: readonly EndpointFact[];
};

/**
 * A literal that begins like an address. `default`: it stands in for what is not configured. `shown`: it is written to a log,
 * a document or a list of origins, and nobody is asked there.
 */
export type EndpointFact = { readonly text: string; readonly at: At; readonly role?: 'default' | 'shown' };

/** Ports that the code of a file listens on, where the file itself says which, and the variables that hold them. */
export type ListenFact = {
  readonly kind: 'listen';
  readonly ports: readonly number[];
  readonly variables?: readonly string[];
};

/** Env files that the code of a file loads, by their paths as they are written. */
export type EnvLoadFact = { readonly kind: 'env-load'; readonly paths: readonly string[] };

/** `is`: what an alias stands for, or an interface extends. */
export type TypeFact = {
  readonly name: string;
  readonly is?: TypeRef;
  readonly members: readonly (readonly [name: string, type: TypeRef])[];
};

/** `name` is the imported one: `default`, `*` for a namespace, or undefined for a bare import for effect. */
export type ImportFact = {
  readonly from: string;
  readonly name?: string;
  readonly local?: string;
  readonly typeOnly: boolean;
  /** How it was written; `require` and `dynamic` count like imports. */
  readonly how: 'import' | 'require' | 'dynamic';
  readonly at: At;
};

/** `export { local as name }`, `export … from`, `export *` (name `*`); `module.exports =` is name `=`. */
export type ExportFact = {
  readonly name: string;
  readonly local?: string;
  readonly from?: string;
  readonly imported?: string;
  readonly value?: Value;
  readonly typeOnly: boolean;
  readonly at: At;
};

export type Binding = { readonly name: string; readonly value: Value; readonly type?: TypeRef; readonly at: At };

/** `owner` is the class a method belongs to; `parent` the function it is nested in. The module's top level is function 0. */
export type FunctionFact = {
  readonly name?: string;
  readonly parent?: number;
  readonly owner?: number;
  readonly params: readonly ParamFact[];
  readonly locals: readonly Binding[];
  readonly returns: readonly Value[];
  readonly returnType?: TypeRef;
  readonly async?: true;
  readonly static?: true;
  /** A getter is read like a field; a setter is never called by name. */
  readonly accessor?: 'get' | 'set';
  /** `this.x = v`, `module.x = v`, `x = v`: what this function stores, in order. */
  readonly assigns?: readonly AssignFact[];
  /** Things of which this function counts on a field, as in `row.stock -= n`. */
  readonly grows?: readonly GrowthFact[];
  readonly decorators: readonly DecoratorFact[];
  /** Indices into `calls`, in source order, of the calls that stand directly in this function's body. */
  readonly calls: readonly number[];
  readonly at: At;
};

/** An assignment to a name or to a member of something. */
export type AssignFact = { readonly target: Value; readonly value: Value; readonly at: At };

/** `checked`: the line where a state was compared before. */
export type GrowthFact = { readonly of: Value; readonly checked?: number };

export type ParamFact = {
  /** Undefined for a destructured parameter; see `fields`. */
  readonly name?: string;
  /** `{ a, b: c }` gives [['a','a'],['b','c']]: property, local. */
  readonly fields?: readonly (readonly [string, string])[];
  readonly type?: TypeRef;
  readonly value?: Value;
  readonly decorators: readonly DecoratorFact[];
  /** `...rest`. */
  readonly rest?: true;
  /** A TypeScript parameter property: `constructor(private readonly client: Client)`. */
  readonly property: boolean;
};

export type ClassFact = {
  readonly name?: string;
  readonly extends?: Value;
  readonly implements: readonly TypeRef[];
  readonly extendsArgs?: readonly TypeRef[];
  readonly abstract?: true;
  readonly decorators: readonly DecoratorFact[];
  readonly fields: readonly FieldFact[];
  /** Indices into `functions`. The constructor is the one named `constructor`. */
  readonly methods: readonly number[];
  readonly at: At;
};

export type FieldFact = {
  readonly name: string;
  readonly type?: TypeRef;
  readonly value?: Value;
  readonly decorators: readonly DecoratorFact[];
  readonly static: boolean;
  readonly at: At;
};

/** `site` is the index of the decorator's call in `calls`; undefined for one without parentheses. */
export type DecoratorFact = {
  readonly name: Value;
  readonly args: readonly Value[];
  readonly site?: number;
  readonly at: At;
};

/** One call, `new`, or tagged template, and the circumstances it stands in. */
export type CallFact = {
  readonly callee: Value;
  readonly args: readonly Value[];
  readonly typeArgs?: readonly TypeRef[];
  readonly form: 'call' | 'new' | 'template';
  /** The function whose body it stands in. */
  readonly in: number;
  readonly at: At;
  readonly end?: At;
  readonly around: Circumstances;
};

/**
 * One way of a choice: where the choice stands, the how manieth way it is, and how it ends. `goes`: what comes after the
 * choice runs too. `leaves`: the function ends. `breaks`: what is around it and `bounds` (a loop, a switch) goes on.
 */
export type ArmFact = readonly [line: number, column: number, way: number, end: ArmEnd];
export type ArmEnd = 'goes' | 'leaves' | 'breaks' | 'bounds';

/** What stands around a call inside its own function. Absent means no. */
export type Circumstances = {
  /** In a `for`, `while` or `do` body, or a callback of `map`, `forEach`, …; a number where the bound is constant. */
  readonly loop?: true | number;
  /** Awaited, returned or chained with then. */
  readonly awaited?: true;
  /** In a loop that only goes round again after a failure. */
  readonly retried?: true;
  /** In such a loop: what its count is held against. `over`: the bound itself is tried too. */
  readonly attempts?: { readonly bound: Value; readonly more: number };
  /** Inside the argument of Promise.all or allSettled. */
  readonly parallel?: true;
  /** Only on one branch: if, switch, ternary, `&&`, catch. */
  readonly branch?: true;
  /** Only where nothing was found, or a state was compared: after `if (found) return`, inside `if (!found)`. The line of that. */
  readonly checked?: number;
  /** Only where a write before it changed something: after `if (result.affected === 0) return`. The line of that. */
  readonly changed?: number;
  /** The ways that were taken to it, outermost first. */
  readonly arms?: readonly ArmFact[];
  readonly caught?: true;
  readonly handler?: 'catch' | 'finally';
};
