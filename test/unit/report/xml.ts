const sign = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;
const text = `(?:[^<&]|&(?:amp|lt|gt|quot|apos);)*`;
const attribute = `\\s+[\\w-]+="(?:[^<&"]|&(?:amp|lt|gt|quot|apos);)*"`;
const token = new RegExp(`<(/?)([\\w-]+)((?:${attribute})*)\\s*(/?)>(${text})`, 'gy');

/** What is wrong with an XML 1.0 document, as strict as its grammar; reads what our own formats write. */
export function xmlMistakes(document: string): readonly string[] {
  if (!sign.test(document)) return ['holds a sign that XML has no place for'];
  const body = document.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  const open: string[] = [];
  token.lastIndex = 0;
  for (let end = 0; end < body.length; end = token.lastIndex) {
    const match = token.exec(body);
    if (!match) return [`is broken at ${body.slice(end, end + 60)}`];
    const [, closes, name = '', attributes = '', empty] = match;
    const names = [...attributes.matchAll(/([\w-]+)="/g)].map(([, one]) => one);
    if (new Set(names).size !== names.length) return [`${name} has an attribute twice`];
    if (closes && open.pop() !== name) return [`closes ${name} that is not open`];
    if (!closes && !empty) open.push(name);
  }
  return open.map((name) => `does not close ${name}`);
}
