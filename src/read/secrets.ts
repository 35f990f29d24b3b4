const secretName =
  /(?:pass(?:word|wd|phrase)?|pwd|secret|token|api_?key|private_?key|access_?key|encryption_?key|credentials?|salt|signature)s?(?:_?(?:value|hash|b64|base64))?$/i;
const reference = /^\s*(?:\$\{[^}]*\}|\$\w+)?\s*$/;

/** The value as it may be kept: what a variable of a secret's name holds is dropped, passwords elsewhere masked. */
export function masked(name: string, value: string): string {
  if (reference.test(value)) return value;
  return secretName.test(name) ? '***' : maskedText(value);
}

/** Passwords in URLs and in connection strings (`Password=…;`) give way to `***`. */
export const maskedText = (text: string): string =>
  text
    .replace(/\b([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@]{0,200}):(?!\$\{[^}]{0,100}\}@)[^\s/]{0,500}@/gi, '$1:***@')
    .replace(/\b(password|pwd|secret|accountkey|sharedaccesskey)\s{0,3}=\s{0,3}(?!\$)[^;&]+/gi, '$1=***');
