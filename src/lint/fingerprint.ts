import { hash } from 'node:crypto';

/** 12 hex digits that name a finding across edits. `ordinal` tells findings with the same subject apart. */
export function fingerprintOf(rule: string, subject: readonly string[], ordinal: number): string {
  const text = JSON.stringify(ordinal === 0 ? [rule, ...subject] : [rule, ...subject, ordinal]);
  return hash('sha256', text, 'hex').slice(0, 12);
}
