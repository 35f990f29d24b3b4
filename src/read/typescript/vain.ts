import type { Argument, Expression, PrivateIdentifier, Statement } from 'oxc-parser';
import type { Part } from './vain-parts.ts';
import { callsIn, constantOf, differ, namedIn, nodesIn, pathOf } from './vain-parts.ts';

/**
 * Whether a state that was compared says the same again once the code behind it has run: `if (order.status === 'paid')
 * return; order.status = 'cancelled'`. Such a comparison lets a second delivery through as it did the first. Only what the
 * code writes itself counts, and nothing it calls may write something else; where that is not certain, it is not in vain.
 */
export function isInVain({ test, passes, before, body }: Comparison): boolean {
  const field = fieldOf(test);
  if (!field) return false;
  const from = loaderOf(field.of, before);
  const written: Written[] = [];
  for (const node of nodesIn(body)) {
    const found = writtenBy(node, field, from);
    if (found === 'unknown') return false;
    if (found) written.push(...found);
  }
  return written.length > 0 && written.every((value) => asked(test, field, value) === passes);
}

type Comparison = {
  readonly test: Expression;
  /** What the condition has to be for the code to run. */
  readonly passes: boolean;
  readonly before: readonly Statement[];
  readonly body: readonly Statement[];
};
type Field = { readonly of: string; readonly name: string };
type Written = Expression;

/** The one field of a row whose state a condition asks for. */
function fieldOf(test: Expression | PrivateIdentifier): Field | undefined {
  switch (test.type) {
    case 'ParenthesizedExpression':
      return fieldOf(test.expression);
    case 'LogicalExpression':
      return fieldOf(test.left) ?? fieldOf(test.right);
    case 'BinaryExpression': {
      const path = /^[!=]={1,2}$/.test(test.operator) && constantOf(test.right) ? pathOf(test.left) : undefined;
      const dot = path?.lastIndexOf('.') ?? -1;
      return path !== undefined && dot > 0 ? { of: path.slice(0, dot), name: path.slice(dot + 1) } : undefined;
    }
    default:
      return undefined;
  }
}

/** What a condition answers once the field holds a value; undefined where that is not known. */
function asked(test: Expression | PrivateIdentifier, field: Field, value: Written): boolean | undefined {
  switch (test.type) {
    case 'ParenthesizedExpression':
      return asked(test.expression, field, value);
    case 'UnaryExpression': {
      const inner = test.operator === '!' ? asked(test.argument, field, value) : undefined;
      return inner === undefined ? undefined : !inner;
    }
    case 'LogicalExpression': {
      const sides = [asked(test.left, field, value), asked(test.right, field, value)];
      const decides = test.operator === '||';
      if (sides.includes(decides)) return decides;
      return sides.every((side) => side !== undefined) ? !decides : undefined;
    }
    case 'BinaryExpression': {
      if (pathOf(test.left) !== `${field.of}.${field.name}` || !/^[!=]={1,2}$/.test(test.operator)) return undefined;
      const isOther = differ(test.right, value);
      return isOther === undefined ? undefined : isOther === test.operator.startsWith('!');
    }
    default:
      // The row that was there the first time is there the second.
      return pathOf(test) === field.of ? true : undefined;
  }
}

/** What a row was asked of: `this.orders` in `const order = await this.orders.findOne(…)`. */
function loaderOf(row: string, before: readonly Statement[]): string | undefined {
  for (const item of before.toReversed()) {
    if (item.type !== 'VariableDeclaration') continue;
    for (const { id, init } of item.declarations)
      if (id.type === 'Identifier' && id.name === row && init) {
        const [call] = callsIn(init);
        return call?.callee.type === 'MemberExpression' ? pathOf(call.callee.object) : undefined;
      }
  }
  return undefined;
}

/** Calls that leave rows alone, whatever they are given. */
const ASIDE =
  /^(?:n?ack|commit\w*|publish|emit|send|sendMail|add|produce|log|info|warn|error|debug|stringify|parse|now|push|map|forEach|all|transaction|\$transaction|withTransaction|startTransaction|to[A-Z]\w*|getTime)$/;
const MADE = /^(?:String|Number|Boolean|Date|parseInt|randomUUID|uuid(?:v4|v7)?|v4|nanoid)$/;
const READS = /^(?:find|get|count|load|populate|select|exec|lean|session)(?!.*(?:Update|Delete|Replace|Create))/;
const WRITES =
  /^(?:set|setDataValue|assign|merge|patch|save|persist|create|insert|upsert|delete|remove|update|findOneAndUpdate|findByIdAndUpdate)(?:One|Many)?$/;

/** The values that a node gives the field: nothing where it leaves the row alone. */
function writtenBy(node: Part, field: Field, from: string | undefined): readonly Written[] | 'unknown' | undefined {
  if (node.type === 'AssignmentExpression') {
    const target = pathOf(node.left);
    if (target === field.of) return 'unknown';
    return target === `${field.of}.${field.name}` ? certain([node.right]) : undefined;
  }
  if (node.type !== 'CallExpression') return undefined;
  const { callee } = node;
  if (callee.type === 'Identifier') return MADE.test(callee.name) ? undefined : 'unknown';
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return 'unknown';
  const on = pathOf(callee.object);
  const { name } = callee.property;
  if (on === 'this') return 'unknown';
  if (READS.test(name) || /^(?:console|(?:this\.)?_?log(?:ger)?)$/.test(on ?? '')) return undefined;
  if (WRITES.test(name)) return stored(node.arguments, field, on === field.of || on === from || on === 'Object');
  return ASIDE.test(name) ? undefined : 'unknown';
}

/** What a write is handed for the field; a row as it is brings nothing new. */
function stored(args: readonly Argument[], field: Field, isOwn: boolean): readonly Written[] | 'unknown' | undefined {
  const [first, second] = args;
  const isNamed = first?.type === 'Literal' && first.value === field.name;
  const values = isNamed && second && second.type !== 'SpreadElement' ? [second] : namedIn(args, field.name);
  if (values.length > 0) return isOwn ? certain(values) : 'unknown';
  const isTold = args.some(({ type }) => type === 'ObjectExpression') || args.every((item) => isRow(item, field));
  return isTold ? undefined : 'unknown';
}

const isRow = (arg: Argument, { of }: Field): boolean => arg.type !== 'SpreadElement' && pathOf(arg) === of;

const certain = (values: readonly Expression[]): readonly Written[] | 'unknown' =>
  values.every((value) => constantOf(value) !== undefined) ? values : 'unknown';
