/** The event messages of one protobuf file, by full name. */
export function eventsIn(proto: string): readonly string[] {
  const code = proto.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
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
