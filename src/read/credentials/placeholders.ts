/** Words that people put where a credential belongs, and weak ones that only ever guard a machine of their own. */
const words =
  /change[-_ ]?(?:me|this|it)?|replace[-_ ]?(?:me|this|with)?|insert|your|example|sample|dummy|placeholder|redacted|todo|fixme|fake|mock|test(?:ing)?|local(?:host)?|dev(?:elopment)?|default|super|random|strong|string|value|here|please|p[a@]ss(?:w[o0]rd|phrase)?|pwd|secret|token|keys?|jwt|api|auth|access|refresh|private|client|admin|root|user(?:name)?|guest|postgres(?:ql)?|mysql|mongo(?:db)?|redis|rabbit(?:mq)?|kafka|minio|welcome|letmein|qwerty|hunter2|foo|bar|baz|some|for|the|and|with|only|not|production|prod|prisma|demo|hello|world|xyz|abc|asdf?\w{0,2}|my|this|is|[x*.]{3,}/gi;

/** Nothing is left of a placeholder once such words, and digits in a row, are taken away. */
export function isPlaceholder(value: string): boolean {
  if (
    /^[<{[(%$#*]|[>}\])%]$|\$\{|\{\{|<[a-z_-]+>|process\.env|\bEXAMPLE|\.\.\.|…|^(?:true|false|null|undefined|none)$/i.test(
      value,
    )
  )
    return true;
  const rest = value
    .replace(words, '')
    .replace(/0?123456?7?8?9?0?|\d{1,4}$|[-_.\s!@#$%/:=]+/g, '')
    .replace(/(.)\1{3,}/g, '');
  return rest.length < 6;
}

/** Shannon's entropy, in bits for each character. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  let sum = 0;
  for (const count of counts.values()) sum -= (count / text.length) * Math.log2(count / text.length);
  return sum;
}
