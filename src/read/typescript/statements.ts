import { playing, roleOfKey } from './endpoints.ts';
import type { Declaration, Expression, Statement, TSEnumDeclaration, VariableDeclaration } from 'oxc-parser';
import type { ObjectEntry, Value } from '../../model/fact/value.ts';
import { circumstancesOf, inLoop, readChoice } from './branching.ts';
import { changesTheRest, checkIn } from './checks.ts';
import { readModuleItem } from './modules.ts';
import { bindPattern } from './patterns.ts';
import { computedFrom, noteName } from './growth.ts';
import type { Reading } from './reading.ts';
import { typeFactOf } from './types.ts';
import { isInVain } from './vain.ts';
import { declare, deeper, openFunction, UNKNOWN, within } from './reading.ts';

const variables = (reading: Reading, node: VariableDeclaration, given?: Value): void => {
  for (const { id, init } of node.declarations) {
    const role = id.type === 'Identifier' ? roleOfKey(id.name) : undefined;
    const value = init
      ? playing(reading, role, () => within(reading, { awaited: true }, () => reading.visit.value(reading, init)))
      : (given ?? UNKNOWN);
    const named = id.type === 'Identifier' && value.kind === 'function' ? reading.functions[value.id] : undefined;
    if (named && id.type === 'Identifier') named.name ??= id.name;
    bindPattern(reading, id, value);
    if (init && id.type === 'Identifier') noteName(reading, id.name, computedFrom(reading, init));
  }
};

const enumeration = (reading: Reading, node: TSEnumDeclaration): void => {
  let next = 0;
  const entries = node.body.members.map((member): ObjectEntry => {
    const key = member.id.type === 'Identifier' ? member.id.name : member.id.type === 'Literal' ? member.id.value : '?';
    const value: Value = member.initializer
      ? reading.visit.value(reading, member.initializer)
      : { kind: 'number', number: next };
    if (value.kind === 'number') next = value.number + 1;
    return { key, value, line: reading.at(member.start)[0] };
  });
  declare(reading, { name: node.id.name, value: { kind: 'object', entries }, at: reading.at(node.start) });
};

/** Declares what a declaration binds. */
export const readDeclaration = (reading: Reading, node: Declaration): void => {
  const at = reading.at(node.start);
  switch (node.type) {
    case 'VariableDeclaration':
      variables(reading, node);
      return;
    case 'FunctionDeclaration': {
      const id = reading.visit.function(reading, node);
      if (node.id) declare(reading, { name: node.id.name, value: { kind: 'function', id }, at });
      return;
    }
    case 'ClassDeclaration': {
      const id = reading.visit.class(reading, node);
      if (node.id) declare(reading, { name: node.id.name, value: { kind: 'class', id }, at });
      return;
    }
    case 'TSEnumDeclaration':
      enumeration(reading, node);
      return;
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration': {
      const type = typeFactOf(node);
      if (type) reading.types.push(type);
      return;
    }
    case 'TSModuleDeclaration':
      for (const item of node.body?.body ?? []) statement(reading, item);
      return;
    default:
  }
};

/** A call that stands alone as a statement is waited for by nobody, unless it is awaited or chained. */
const alone = (reading: Reading, node: Expression): void => {
  const waits =
    node.type === 'AwaitExpression' || node.type === 'AssignmentExpression' || node.type === 'YieldExpression';
  const value = waits
    ? within(reading, { awaited: true }, () => reading.visit.value(reading, node))
    : withoutAwait(reading, () => reading.visit.value(reading, node));
  void value;
};

const withoutAwait = <T>(reading: Reading, read: () => T): T => {
  const outer = reading.around;
  const { awaited: _, ...rest } = outer;
  reading.around = rest;
  const result = read();
  reading.around = outer;
  return result;
};

const value = (reading: Reading, node: Expression): Value =>
  within(reading, { awaited: true }, () => reading.visit.value(reading, node));

const loop = (reading: Reading, node: Statement): void => {
  switch (node.type) {
    case 'ForStatement':
      if (node.init?.type === 'VariableDeclaration') variables(reading, node.init);
      else if (node.init) value(reading, node.init);
      inLoop(reading, node, circumstancesOf(reading, node), () => {
        if (node.test) value(reading, node.test);
        if (node.update) value(reading, node.update);
        statement(reading, node.body);
      });
      return;
    case 'ForOfStatement':
    case 'ForInStatement': {
      const list = value(reading, node.right);
      const item: Value = node.type === 'ForOfStatement' ? { kind: 'element', of: list, index: UNKNOWN } : UNKNOWN;
      if (node.left.type === 'VariableDeclaration') variables(reading, node.left, item);
      const bound = list.kind === 'array' ? list.items.length : true;
      inLoop(reading, node, { loop: bound }, () => statement(reading, node.body));
      return;
    }
    case 'WhileStatement':
    case 'DoWhileStatement':
      inLoop(reading, node, circumstancesOf(reading, node), () => {
        value(reading, node.test);
        statement(reading, node.body);
      });
      return;
    default:
  }
};

const simple = (reading: Reading, node: Statement): boolean => {
  switch (node.type) {
    case 'ExpressionStatement':
      alone(reading, node.expression);
      return true;
    case 'ReturnStatement':
      if (node.argument) openFunction(reading)?.returns.push(value(reading, node.argument));
      return true;
    case 'ThrowStatement':
      value(reading, node.argument);
      return true;
    case 'BlockStatement':
      readStatements(reading, node.body);
      return true;
    case 'LabeledStatement':
    case 'WithStatement':
      statement(reading, node.body);
      return true;
    case 'IfStatement':
    case 'SwitchStatement':
    case 'TryStatement':
      readChoice(reading, node, statement);
      return true;
    case 'ForStatement':
    case 'ForOfStatement':
    case 'ForInStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      loop(reading, node);
      return true;
    default:
      return false;
  }
};

const statement = (reading: Reading, node: Statement): void =>
  deeper(reading, node.start, undefined, () => {
    if (simple(reading, node)) return;
    switch (node.type) {
      case 'VariableDeclaration':
      case 'FunctionDeclaration':
      case 'ClassDeclaration':
      case 'TSEnumDeclaration':
      case 'TSModuleDeclaration':
      case 'TSInterfaceDeclaration':
      case 'TSTypeAliasDeclaration':
        readDeclaration(reading, node);
        return;
      default:
        readModuleItem(reading, node, readDeclaration);
    }
  });

/** Reads statements in order. */
export const readStatements = (reading: Reading, list: readonly Statement[]): void => {
  for (const [index, node] of list.entries()) {
    statement(reading, node);
    const check = checkIn(node);
    const isVain =
      check === node &&
      node.type === 'IfStatement' &&
      isInVain({ test: node.test, passes: false, before: list.slice(0, index), body: list.slice(index + 1) });
    const rest = {
      ...(check && !isVain ? { checked: reading.at(check.start)[0] } : {}),
      ...(changesTheRest(node) ? { changed: reading.at(node.start)[0] } : {}),
    };
    if (rest.checked === undefined && rest.changed === undefined) continue;
    within(reading, rest, () => readStatements(reading, list.slice(index + 1)));
    return;
  }
};
