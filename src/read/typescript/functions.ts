import type { ArrowFunctionExpression, BindingPattern, Function as FunctionNode, ParamPattern } from 'oxc-parser';
import type { ParamFact } from '../../model/fact/module.ts';
import type { Value } from '../../model/fact/value.ts';
import { decoratorsOf } from './decorators.ts';
import { keyOf } from './expressions.ts';
import { bindPattern } from './patterns.ts';
import type { FunctionExtras, OpenFunction, Reading } from './reading.ts';
import { within } from './reading.ts';
import { annotationOf } from './types.ts';

/** Parameters taken apart get a name no source can have, so that their parts can be looked up. */
const hiddenName = (index: number): string => `{${index}}`;

const fieldsOf = (node: Extract<BindingPattern, { type: 'ObjectPattern' }>): readonly (readonly [string, string])[] =>
  node.properties.flatMap((property) => {
    if (property.type === 'RestElement') return [];
    const key = keyOf(property.key);
    const value = property.value.type === 'AssignmentPattern' ? property.value.left : property.value;
    return key !== undefined && value.type === 'Identifier' ? [[key, value.name] as const] : [];
  });

const simpleParam = (
  reading: Reading,
  node: BindingPattern,
  index: number,
  later: (() => void)[],
): Omit<ParamFact, 'decorators' | 'property'> => {
  if (node.type === 'AssignmentPattern') {
    const value = reading.visit.value(reading, node.right);
    return { ...simpleParam(reading, node.left, index, later), value };
  }
  const type = annotationOf(node.typeAnnotation);
  const typed = type ? { type } : {};
  if (node.type === 'Identifier') return { name: node.name, ...typed };
  later.push(() => bindPattern(reading, node, { kind: 'name', name: hiddenName(index) }));
  return node.type === 'ObjectPattern' ? { fields: fieldsOf(node), ...typed } : typed;
};

const param = (reading: Reading, node: ParamPattern, index: number, later: (() => void)[]): ParamFact => {
  if (node.type === 'TSParameterProperty') {
    const decorators = decoratorsOf(reading, node.decorators);
    return { ...simpleParam(reading, node.parameter, index, later), decorators, property: true };
  }
  if (node.type === 'RestElement') {
    return { ...simpleParam(reading, node.argument, index, later), decorators: [], property: false, rest: true };
  }
  const decorators = decoratorsOf(reading, node.decorators ?? []);
  return { ...simpleParam(reading, node, index, later), decorators, property: false };
};

const body = (reading: Reading, node: FunctionNode | ArrowFunctionExpression, open: OpenFunction): void => {
  if (!node.body) return;
  if (node.body.type === 'BlockStatement') reading.visit.statements(reading, node.body.body);
  else {
    const expression = node.body;
    const value: Value = within(reading, { awaited: true }, () => reading.visit.value(reading, expression));
    open.returns.push(value);
  }
};

/** Reads a function with its parameters and body; answers with its index. */
export const readFunction = (
  reading: Reading,
  node: FunctionNode | ArrowFunctionExpression,
  more: FunctionExtras = {},
): number => {
  const id = reading.functions.length;
  const name = more.name ?? node.id?.name;
  const returnType = annotationOf(node.returnType);
  const open: OpenFunction = {
    ...(name === undefined ? {} : { name }),
    parent: reading.inside,
    ...(more.owner === undefined ? {} : { owner: more.owner }),
    ...(more.static ? { static: true } : {}),
    ...(more.accessor ? { accessor: more.accessor } : {}),
    ...(node.async ? { async: true } : {}),
    ...(returnType ? { returnType } : {}),
    params: [],
    locals: [],
    returns: [],
    decorators: more.decorators ?? [],
    calls: [],
    assigns: [],
    grows: [],
    at: reading.at(node.start),
  };
  reading.functions.push(open);
  const outer = { inside: reading.inside, around: reading.around, role: reading.role };
  // What a callback asks is no default, though the callback itself be one.
  if (reading.role === 'default') delete reading.role;
  reading.inside = id;
  reading.around = more.around ?? {};
  const later: (() => void)[] = [];
  open.params = node.params.map((item, index) => param(reading, item, index, later));
  for (const bind of later) bind();
  body(reading, node, open);
  reading.inside = outer.inside;
  reading.around = outer.around;
  if (outer.role) reading.role = outer.role;
  return id;
};
