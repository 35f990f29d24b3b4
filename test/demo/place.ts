// The temporary folder of the demo, and the promise that nothing of it stays.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** As root the folder is open to the account that PostgreSQL then runs as. */
export function makePlace(): string {
  const place = mkdtempSync(join(tmpdir(), 'msvc-demo-'));
  if (process.getuid?.() === 0) chmodSync(place, 0o755);
  return place;
}

export const removePlace = (place: string): void =>
  rmSync(place, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
