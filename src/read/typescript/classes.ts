import type { Class, ClassElement, MethodDefinition } from 'oxc-parser';
import type { ClassFact, FieldFact } from '../../model/fact/module.ts';
import type { TypeRef } from '../../model/fact/value.ts';
import { decoratorsOf } from './decorators.ts';
import { keyOf } from './expressions.ts';
import type { Reading } from './reading.ts';
import { annotationOf, typeArgsOf } from './types.ts';

const implementsOf = (node: Class): readonly TypeRef[] =>
  (node.implements ?? []).flatMap((item) => {
    const args = typeArgsOf(item.typeArguments);
    return item.expression.type === 'Identifier' ? [{ name: item.expression.name, ...(args ? { args } : {}) }] : [];
  });

const method = (reading: Reading, node: MethodDefinition, owner: number): number => {
  const decorators = decoratorsOf(reading, node.decorators);
  const name = node.kind === 'constructor' ? 'constructor' : (keyOf(node.key) ?? '?');
  return reading.visit.function(reading, node.value, {
    name,
    owner,
    decorators,
    ...(node.static ? { static: true } : {}),
    ...(node.kind === 'get' || node.kind === 'set' ? { accessor: node.kind } : {}),
  });
};

const field = (reading: Reading, node: ClassElement, fields: FieldFact[], owner: number): void => {
  if (node.type !== 'PropertyDefinition' && node.type !== 'AccessorProperty') return;
  const name = keyOf(node.key);
  const decorators = decoratorsOf(reading, node.decorators);
  const type = annotationOf(node.typeAnnotation);
  const value = node.value;
  const isFunction = value?.type === 'ArrowFunctionExpression' || value?.type === 'FunctionExpression';
  if (name === undefined) {
    if (value) reading.visit.value(reading, value);
    return;
  }
  const read = isFunction
    ? ({ kind: 'function', id: reading.visit.function(reading, value, { name, owner }) } as const)
    : value && reading.visit.value(reading, value);
  fields.push({
    name,
    ...(type ? { type } : {}),
    ...(read ? { value: read } : {}),
    decorators,
    static: node.static,
    at: reading.at(node.start),
  });
};

/** Reads a class with its members; answers with its index. */
export const readClass = (reading: Reading, node: Class): number => {
  const id = reading.classes.length;
  reading.classes.push(undefined);
  const decorators = decoratorsOf(reading, node.decorators);
  const parent = node.superClass ? reading.visit.value(reading, node.superClass) : undefined;
  const parentArgs = typeArgsOf(node.superTypeArguments);
  const fields: FieldFact[] = [];
  const methods: number[] = [];
  for (const element of node.body.body) {
    if (element.type === 'MethodDefinition' || element.type === 'TSAbstractMethodDefinition') {
      methods.push(method(reading, element, id));
    } else if (element.type === 'StaticBlock') reading.visit.statements(reading, element.body);
    else field(reading, element, fields, id);
  }
  const fact: ClassFact = {
    ...(node.id ? { name: node.id.name } : {}),
    ...(parent ? { extends: parent } : {}),
    implements: implementsOf(node),
    ...(parentArgs ? { extendsArgs: parentArgs } : {}),
    ...(node.abstract ? { abstract: true } : {}),
    decorators,
    fields,
    methods,
    at: reading.at(node.start),
  };
  reading.classes[id] = fact;
  return id;
};
