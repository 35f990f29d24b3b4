import type { Argument, CallExpression, Expression, NewExpression, TaggedTemplateExpression } from 'oxc-parser';
import type { CallFact, Circumstances } from '../../model/fact/module.ts';
import type { TypeRef, Value } from '../../model/fact/value.ts';
import { playing, roleOfArg } from './endpoints.ts';
import { notePush } from './growth.ts';
import type { Reading } from './reading.ts';
import { openFunction, within } from './reading.ts';
import { typeArgsOf } from './types.ts';

/** Methods that run their callback once for each element. */
const LOOPING = new Set(['map', 'forEach', 'flatMap', 'filter', 'reduce', 'some', 'every', 'find', 'each']);
const PARALLEL = new Set(['all', 'allSettled', 'race', 'any']);

const loopOf = (callee: Value): Circumstances => {
  if (callee.kind !== 'member' || !LOOPING.has(callee.name)) return {};
  return { loop: callee.of.kind === 'array' ? callee.of.items.length : true };
};

const isParallel = (callee: Value): boolean =>
  (callee.kind === 'member' &&
    PARALLEL.has(callee.name) &&
    callee.of.kind === 'name' &&
    callee.of.name === 'Promise') ||
  (callee.kind === 'name' && callee.name === 'forkJoin');

const argument = (reading: Reading, node: Argument, inCallback: Circumstances): Value => {
  if (node.type === 'SpreadElement') return { kind: 'spread', of: reading.visit.value(reading, node.argument) };
  if (node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression') {
    return { kind: 'function', id: reading.visit.function(reading, node, { around: inCallback }) };
  }
  return reading.visit.value(reading, node);
};

type Found = {
  readonly callee: Value;
  readonly args: readonly Value[];
  readonly typeArgs: readonly TypeRef[] | undefined;
  readonly form: CallFact['form'];
  readonly around: Circumstances;
  readonly span: { readonly start: number; readonly end: number };
};

const record = (reading: Reading, found: Found): Value => {
  const { typeArgs, span, ...rest } = found;
  const site = reading.calls.length;
  const end = reading.at(span.end);
  const at = reading.at(span.start);
  reading.calls.push({
    ...rest,
    ...(typeArgs ? { typeArgs } : {}),
    in: reading.inside,
    at,
    ...(end[0] === at[0] ? {} : { end }),
  });
  openFunction(reading)?.calls.push(site);
  return { kind: 'call', site };
};

/** Where a chained call's own name stands: `.get(` three lines below its object. */
const startOf = (callee: Expression, otherwise: number): number =>
  callee.type === 'MemberExpression' ? callee.property.start : otherwise;

/** The text of a literal, or of a template without holes. */
export const literalText = (node: Argument): string | undefined => {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  const [quasi] = node.type === 'TemplateLiteral' && node.expressions.length === 0 ? node.quasis : [];
  return quasi?.value.cooked ?? undefined;
};

/** `__dirname + '/../config.json'`, `path.join(__dirname, '../config.json')`: beside the file itself. */
const besideText = (node: Argument): string | undefined => {
  const isHere = (part: Argument | undefined): boolean => part?.type === 'Identifier' && part.name === '__dirname';
  if (node.type === 'BinaryExpression' && node.operator === '+') {
    const rest = isHere(node.left) ? literalText(node.right) : undefined;
    return rest?.startsWith('/') ? `.${rest}` : undefined;
  }
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
  const [first, ...rest] = node.arguments;
  const words = rest.map(literalText);
  const joins = /^(?:join|resolve)$/.test(node.callee.property.type === 'Identifier' ? node.callee.property.name : '');
  return joins && isHere(first) && words.every((word) => word !== undefined) ? `./${words.join('/')}` : undefined;
};

const required = (reading: Reading, node: CallExpression): Value | undefined => {
  const [first] = node.arguments;
  if (node.callee.type !== 'Identifier' || node.callee.name !== 'require' || node.arguments.length !== 1)
    return undefined;
  const from = first && (literalText(first) ?? besideText(first));
  if (from === undefined) return undefined;
  reading.imports.push({ from, typeOnly: false, how: 'require', at: reading.at(node.start) });
  return { kind: 'import', from };
};

const together = (reading: Reading, value: Value): void => {
  const call = value.kind === 'call' ? reading.calls[value.site] : undefined;
  if (call && value.kind === 'call')
    reading.calls[value.site] = { ...call, around: { ...call.around, parallel: true } };
};

const nameIn = (value: Value): string | undefined =>
  value.kind === 'name' ? value.name : value.kind === 'spread' ? nameIn(value.of) : undefined;

/** `Promise.all([a, b])` and `Promise.all(list)`: the calls that were kept under these names before run side by side. */
const noteTogether = (reading: Reading, arg: Value): void => {
  const open = openFunction(reading);
  if (!open) return;
  const names = new Set((arg.kind === 'array' ? arg.items : [arg]).flatMap((item) => nameIn(item) ?? []));
  if (names.size === 0) return;
  for (const local of open.locals) if (names.has(local.name)) together(reading, local.value);
  for (const site of open.calls) {
    const { callee, args = [] } = reading.calls[site] ?? {};
    if (callee?.kind !== 'member' || callee.name !== 'push') continue;
    if (names.has(nameIn(callee.of) ?? '')) for (const pushed of args) together(reading, pushed);
  }
};

/** A call, its callee and arguments read first, so that calls stand in the order they run in. */
export const callValue = (reading: Reading, node: CallExpression): Value => {
  const module = required(reading, node);
  if (module) return module;
  // Who says what comes next waits for it; a `catch` alone only keeps it quiet.
  const chained =
    node.callee.type === 'MemberExpression' && !node.callee.computed && propertyName(node.callee.property) === 'then';
  const callee = chained
    ? within(reading, { awaited: true }, () => reading.visit.value(reading, node.callee))
    : reading.visit.value(reading, node.callee);
  const around = reading.around;
  const parallel: Circumstances = isParallel(callee) ? { parallel: true } : {};
  const inCallback = {
    ...loopOf(callee),
    ...(around.parallel || parallel.parallel ? { parallel: true as const } : {}),
  };
  const args = within(reading, { awaited: true, ...parallel }, () =>
    node.arguments.map((item, index) =>
      playing(reading, roleOfArg(callee, node.arguments, index), () => argument(reading, item, inCallback)),
    ),
  );
  if (parallel.parallel) for (const arg of args) noteTogether(reading, arg);
  notePush(reading, node);
  const start = startOf(node.callee, node.start);
  return record(reading, {
    callee,
    args,
    typeArgs: typeArgsOf(node.typeArguments),
    form: 'call',
    around,
    span: { start, end: node.end },
  });
};

const propertyName = (node: { readonly type: string; readonly name?: unknown }): string =>
  typeof node.name === 'string' ? node.name : '';

export const newValue = (reading: Reading, node: NewExpression): Value => {
  const callee = reading.visit.value(reading, node.callee);
  const around = reading.around;
  const args = within(reading, { awaited: true }, () =>
    node.arguments.map((item, index) =>
      playing(reading, roleOfArg(callee, node.arguments, index), () => argument(reading, item, {})),
    ),
  );
  return record(reading, { callee, args, typeArgs: typeArgsOf(node.typeArguments), form: 'new', around, span: node });
};

/** A tagged template: its one argument is the whole text with its holes. */
export const templateCallValue = (reading: Reading, node: TaggedTemplateExpression, parts: readonly Value[]): Value => {
  const callee = reading.visit.value(reading, node.tag);
  const args: Value[] = [{ kind: 'join', parts }];
  const typeArgs = typeArgsOf(node.typeArguments);
  return record(reading, { callee, args, typeArgs, form: 'template', around: reading.around, span: node });
};
