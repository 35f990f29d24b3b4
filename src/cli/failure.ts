import type { UserError } from '../errors.ts';

/** A mistake of the user, as it is printed. */
export const failureText = ({ code, message, details, hint }: UserError): string =>
  [` ✖ ${code}  ${message}`, ...details.map((line) => `   ${line}`), ...(hint ? [`   ${hint}`] : []), ''].join('\n');
