/** The event messages of one protobuf file, by full name. */
export function eventsIn(proto: string): readonly string[] {
  const code = codeOf(proto);
  const name = /^\s*package\s+([\w.]+)\s*;/m.exec(code)?.[1];
  return name === undefined ? [] : outermost(code).map((message) => `${name}.${message}`);
}

/** Messages at the top of the file; those inside another are parts of it. */
function outermost(code: string): readonly string[] {
  const names: string[] = [];
  let depth = 0;
  for (const [token, message] of code.matchAll(/"[^"\n]*"|[{}]|\bmessage\s+(\w+)/g)) {
    if (token === '{') depth += 1;
    else if (token === '}') depth -= 1;
    else if (message !== undefined && depth === 0) names.push(message);
  }
  return names;
}

const codeOf = (proto: string): string => proto.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');

/** One RPC of a contract; names of messages as they are written there. */
export type ProtoRpc = {
  readonly name: string;
  readonly request: string;
  readonly response: string;
  /** Request or response is a stream. */
  readonly streams: boolean;
};
export type ProtoField = { readonly name: string; readonly type: string; readonly repeated: boolean };

/** The RPCs of one protobuf file, in its order. */
export function rpcsIn(proto: string): readonly ProtoRpc[] {
  const rpc = /\brpc\s+(\w+)\s*\(\s*(stream\s+)?([\w.]+)\s*\)\s*returns\s*\(\s*(stream\s+)?([\w.]+)\s*\)/g;
  return [...codeOf(proto).matchAll(rpc)].map(([, name = '', asked, request = '', told, response = '']) => ({
    name,
    request,
    response,
    streams: asked !== undefined || told !== undefined,
  }));
}

/** The fields of a message at the top of a file; none where there is no such message. */
export function fieldsIn(proto: string, message: string): readonly ProtoField[] {
  const code = codeOf(proto);
  const start = startOf(code, message);
  const body = start === undefined ? '' : bodyFrom(code, start);
  const field = /(?:^|[;{}\s])(repeated\s+|optional\s+)?(map\s*<[^>]*>|[\w.]+)\s+(\w+)\s*=\s*\d+/g;
  return [...body.matchAll(field)].map(([, label, type = '', name = '']) => ({
    name,
    type: type.replace(/\s/g, ''),
    repeated: label?.startsWith('repeated') === true,
  }));
}

/** What stands between the braces of a message, comments included; undefined where there is no such message. */
export function messageIn(proto: string, message: string): string | undefined {
  const start = startOf(proto, message);
  return start === undefined ? undefined : /[^}]*/.exec(proto.slice(start))?.[0];
}

function startOf(code: string, message: string): number | undefined {
  const start = new RegExp(`\\bmessage\\s+${message}\\s*\\{`).exec(code);
  return start ? start.index + start[0].length : undefined;
}

/** What stands between an opening brace and its closing one, without what is nested. */
function bodyFrom(code: string, from: number): string {
  let depth = 1;
  let body = '';
  for (let at = from; at < code.length && depth > 0; at += 1) {
    const letter = code.charAt(at);
    if (letter === '{') depth += 1;
    else if (letter === '}') depth -= 1;
    else if (depth === 1) body += letter;
  }
  return body;
}
