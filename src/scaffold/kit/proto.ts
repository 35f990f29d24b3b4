/** Additions to the text of a protobuf file. Each does nothing where its result stands already, and keeps every other byte. */

/** An RPC at the end of a service, with its comment. Throws where there is no such service. */
export function addRpc(proto: string, service: string, rpc: { readonly name: string; readonly text: string }): string {
  const start = new RegExp(`\\bservice\\s+${service}\\s*\\{`).exec(proto);
  if (!start) throw new Error(`there is no service ${service}; add \`rpc ${rpc.name}\` by hand`);
  const end = closingBrace(proto, start.index + start[0].length);
  const body = proto.slice(start.index + start[0].length, end);
  if (new RegExp(`\\brpc\\s+${rpc.name}\\b`).test(body)) return proto;
  const indented = rpc.text.trim().replace(/^(?=.)/gm, '  ');
  const kept = proto.slice(0, end).replace(/\s*$/, '\n');
  return `${kept}${body.trim() === '' ? '' : '\n'}${indented}\n${proto.slice(end)}`;
}

/** A message at the end of the file. */
export function addMessage(proto: string, message: { readonly name: string; readonly text: string }): string {
  if (new RegExp(`\\bmessage\\s+${message.name}\\s*\\{`).test(proto)) return proto;
  return `${proto.replace(/\n*$/, '\n')}\n${message.text.trim()}\n`;
}

/** An import behind the others. */
export function addProtoImport(proto: string, path: string): string {
  if (proto.includes(`import "${path}";`)) return proto;
  const last = [...proto.matchAll(/^(?:import|package)\b[^;]*;/gm)].at(-1);
  if (!last) return `import "${path}";\n\n${proto}`;
  const end = last.index + last[0].length;
  const separator = last[0].startsWith('package') ? '\n\n' : '\n';
  return `${proto.slice(0, end)}${separator}import "${path}";${proto.slice(end)}`;
}

/** Where a block ends that is open at this offset; comments with braces in them count as code. */
function closingBrace(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error('a brace is not closed');
}
