import type { CallExpression } from 'ts-morph';
import {
  callAt,
  CannotFix,
  indentAt,
  nameImported,
  nameOf,
  type FixInput,
  type Source,
  type TextEdit,
} from '../../src/scaffold/fix-kit.ts';
import type { Place } from '../../src/model/evidence.ts';
import { optionAdded } from './fix-clients.ts';
import { isObservable, libraryOf, rxjsModule } from './fix-libraries.ts';

type Wait = { readonly ms: number; readonly files: FixInput['files'] };

/** The edits that give one call a deadline. */
export function callEdits(source: Source, at: Place, { ms, files }: Wait): readonly TextEdit[] {
  const call = callAt(source, at, (each) => libraryOf(source, each) !== undefined || isObservable(source, each));
  const signal = `signal: AbortSignal.timeout(${ms})`;
  switch (libraryOf(source, call)) {
    case 'fetch':
      return [optionAdded(source, call, { option: signal, at: 1 })];
    case 'node-http':
      return [nodeHttp(source, call, signal)];
    case 'axios':
      return [optionAdded(source, call, { option: `timeout: ${ms}`, at: axiosConfigAt(call) })];
    case 'got':
      return [optionAdded(source, call, { option: `timeout: { request: ${ms} }`, at: 1 })];
    case 'grpc':
      return [grpcDeadline(source, call, ms)];
    default:
      return piped(source, call, { ms, files });
  }
}

/** `get(url, config)`, `post(url, data, config)`, `request(config)`, `axios(config)`. */
function axiosConfigAt(call: CallExpression): number {
  const verb = /\.(\w+)$/.exec(nameOf(call.getExpression()))?.[1];
  if (verb !== undefined && /^(?:post|put|patch)(?:Form)?$/.test(verb)) return 2;
  if (verb === 'request' || (call.getArguments().length < 2 && verb === undefined)) {
    const [first] = call.getArguments();
    return first?.getText().startsWith('{') || verb === 'request' ? 0 : 1;
  }
  return 1;
}

/** `request(url, options, callback)`: the options are the object, or come behind the address. */
function nodeHttp(source: Source, call: CallExpression, signal: string): TextEdit {
  const [first, second] = call.getArguments();
  if (source.is.isObjectLiteralExpression(first)) return optionAdded(source, call, { option: signal, at: 0 });
  if (source.is.isObjectLiteralExpression(second)) return optionAdded(source, call, { option: signal, at: 1 });
  if (!second || !(source.is.isArrowFunction(second) || source.is.isFunctionExpression(second)))
    throw new CannotFix(
      `${source.path}:${call.getStartLineNumber()} takes its options from elsewhere: set "signal" there.`,
    );
  return { from: second.getStart(), to: second.getStart(), text: `{ ${signal} }, ` };
}

/** `call(request, [metadata], [options], callback)`. */
function grpcDeadline(source: Source, call: CallExpression, ms: number): TextEdit {
  const { is } = source;
  const deadline = `deadline: Date.now() + ${ms}`;
  const args = call.getArguments();
  const callback = args.findIndex((each) => is.isArrowFunction(each) || is.isFunctionExpression(each));
  const before = args[callback - 1];
  if (callback > 1 && is.isObjectLiteralExpression(before))
    return optionAdded(source, call, { option: deadline, at: callback - 1 });
  const at = args[callback]?.getStart();
  if (at === undefined || callback === 0)
    throw new CannotFix(
      `${source.path}:${call.getStartLineNumber()} is called without a callback: pass { ${deadline} }.`,
    );
  return { from: at, to: at, text: `{ ${deadline} }, ` };
}

/** `.pipe(timeout(…))`, as the first operator where there are some. */
function piped(source: Source, call: CallExpression, { ms, files }: Wait): readonly TextEdit[] {
  const access = call.getParent();
  const imports = nameImported(source, rxjsModule(source, files), 'timeout');
  const isPiped = source.is.isPropertyAccessExpression(access) && access.getName() === 'pipe';
  const pipe = isPiped ? access.getParent() : undefined;
  if (source.is.isCallExpression(pipe)) {
    return [...imports, firstOperator(source, pipe, `timeout(${ms})`)];
  }
  return [...imports, { from: call.getEnd(), to: call.getEnd(), text: `.pipe(timeout(${ms}))` }];
}

/** In front of the operators that are there, on a line of its own where they stand on theirs. */
function firstOperator({ text, style }: Source, pipe: CallExpression, operator: string): TextEdit {
  const [first] = pipe.getArguments();
  const at = first?.getStart() ?? pipe.getEnd() - 1;
  if (!first) return { from: at, to: at, text: operator };
  const indent = indentAt(text, at);
  const isOwnLine = text.slice(text.lastIndexOf('\n', at - 1) + 1, at) === indent;
  return { from: at, to: at, text: `${operator},${isOwnLine ? `${style.eol}${indent}` : ' '}` };
}
