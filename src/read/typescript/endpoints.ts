import type { Argument, Expression } from 'oxc-parser';
import type { EndpointFact } from '../../model/fact/module.ts';
import type { Value } from '../../model/fact/value.ts';
import type { Reading } from './reading.ts';

const ADDRESS = /^(?:(?:https?|wss?|grpc|tcp):\/\/[\w.-]+(?::|\/|$)|[a-z][\w.-]*:\d{2,5}(?:\/|$))/i;

/** A literal that begins like an address, with the part it plays where it stands. */
export const noteEndpoint = (reading: Reading, text: string, offset: number): void => {
  if (text.length > 400 || !ADDRESS.test(text)) return;
  const role = reading.role;
  reading.endpoints.push({ text, at: reading.at(offset), ...(role ? { role } : {}) });
};

/** Reads what plays a part; within what is only shown, nothing else counts. */
export const playing = <T>(reading: Reading, role: EndpointFact['role'], read: () => T): T => {
  const outer = reading.role;
  if (role && outer !== 'shown') reading.role = role;
  const result = read();
  if (outer) reading.role = outer;
  else delete reading.role;
  return result;
};

const SHOWS =
  /^(?:log|info|warn|error|debug|trace|verbose|fatal|enableCors|cors|fastifyCors|addServer|setTermsOfService|setContact|describe|redirect)$/;
const DEFAULTS = /^(?:default|withDefault|fallback)$/;
const ASKS = /^(?:get|env|getEnv|getOrDefault|str|url|host|string|asString|optional)$/;
const VARIABLE = /^[\w.-]+$/;
/** A variable for an address, whatever the function is called that asks for it. */
const ADDRESS_VARIABLE = /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)*_(?:URL|URI|HOST|ADDR|ADDRESS|ENDPOINT|ORIGIN|BASE|SERVER|API)$/;
const SETS = /^(?:set|define|add|register|put|provide|write|assign)/i;

const nameIn = (callee: Value): string =>
  callee.kind === 'name' || callee.kind === 'member' ? callee.name : callee.kind === 'env' ? callee.name : '';

/** What a call is given is only shown, or stands in for what is not configured: `config.get('ORDERS_URL', …)`. */
export const roleOfArg = (callee: Value, args: readonly Argument[], index: number): EndpointFact['role'] => {
  const name = nameIn(callee);
  if (SHOWS.test(name) || /Error$|Exception$/.test(name)) return 'shown';
  if (callee.kind === 'member' && DEFAULTS.test(name)) return 'default';
  const [first] = args;
  if (index === 0 || first?.type !== 'Literal' || typeof first.value !== 'string') return undefined;
  const asks = ASKS.test(name) ? VARIABLE : SETS.test(name) ? undefined : ADDRESS_VARIABLE;
  return asks?.test(first.value) ? 'default' : undefined;
};

const SHOWN =
  /^(?:(?:allowed|valid|trusted|cors)?_?(?:origins?|hosts|domains)|cors\w*|servers|swagger|openapi|example|description|issuer|audience)$|white_?list|allow(?:ed)?_?list/i;
const STANDS_IN =
  /(?:^d|D)efault(?:Value)?$|^fallback$|^default_?(?:env|values?|config|settings|options|urls?|hosts?)|_?defaults$|^(?:default|fallback)\w*(?:url|uri|host|addr|address|endpoint|origin)s?$/i;

/** Origins that may call, servers that documents name, addresses that users are sent to; and defaults, by what they are kept under. */
export const roleOfKey = (key: string | undefined): EndpointFact['role'] => {
  if (key === undefined) return undefined;
  if (SHOWN.test(key)) return 'shown';
  return STANDS_IN.test(key) ? 'default' : undefined;
};

/** Whether something was asked for before: `process.env.URL || …`, `config.url ?? …`. */
export const isAsked = (value: Value): boolean => {
  switch (value.kind) {
    case 'env':
    case 'member':
    case 'element':
    case 'call':
    case 'name':
      return true;
    case 'either':
      return value.options.some(isAsked);
    default:
      return false;
  }
};

const SETTING = /env|prod|dev(?:elop|$|_)|local|stag(?:e|ing)|docker|config|container/i;

/** Whether a condition asks where the process runs. */
export const asksWhere = (node: Expression | { readonly type: 'PrivateIdentifier' }, depth = 0): boolean => {
  if (depth > 6) return false;
  switch (node.type) {
    case 'Identifier':
      return SETTING.test(node.name);
    case 'MemberExpression':
      return (
        (node.property.type === 'Identifier' && SETTING.test(node.property.name)) || asksWhere(node.object, depth + 1)
      );
    case 'CallExpression':
      return asksWhere(node.callee, depth + 1);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return asksWhere(node.left, depth + 1) || asksWhere(node.right, depth + 1);
    case 'UnaryExpression':
      return asksWhere(node.argument, depth + 1);
    case 'ParenthesizedExpression':
      return asksWhere(node.expression, depth + 1);
    default:
      return false;
  }
};
