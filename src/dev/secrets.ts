import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { devFolder } from './state.ts';

/** The password of each role, made once for this workspace and kept in `.dev/secrets.json`, mode 600. */
export function passwordsFor(root: string, roles: readonly string[]): Readonly<Record<string, string>> {
  const path = join(devFolder(root), 'secrets.json');
  const known = read(path);
  const missing = roles.filter((role) => known[role] === undefined);
  if (missing.length === 0) return known;
  const all = { ...known, ...Object.fromEntries(missing.map((role) => [role, randomBytes(18).toString('base64url')])) };
  writeFileSync(path, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
  chmodSync(path, 0o600);
  return all;
}

function read(path: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>; // our own file
  } catch {
    return {};
  }
}
