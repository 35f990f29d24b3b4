// Builds the OpenTelemetry collector for the tests: exactly the modules that go.sum names, kept outside the repository.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { programOf } from '../../templates/broker/files/servers/server.ts';

const source = join(import.meta.dirname, 'collector');

export const goProgram = (): string | undefined => programOf('go', '/usr/local/go/bin', '/usr/lib/go/bin');

/** `$MSVC_TEST_CACHE/collector-<what it is built from>/otelcol`, by default below the user's cache folder. */
export function collectorPath(): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const parts = createHash('sha256');
  for (const file of ['main.go', 'go.sum']) parts.update(readFileSync(join(source, file)));
  const folder = `collector-${parts.digest('hex').slice(0, 12)}`;
  return join(process.env['MSVC_TEST_CACHE'] ?? join(cache, 'msvc-test'), folder, 'otelcol');
}

export const hasCollector = (): boolean => existsSync(collectorPath());

/** Takes a few minutes the first time. Throws where Go is not here, or its modules are out of reach. */
export async function buildCollector(): Promise<void> {
  const go = goProgram();
  if (!go) throw new Error('go is not on this machine');
  const target = collectorPath();
  mkdirSync(dirname(target), { recursive: true });
  const half = `${target}.${process.pid}`;
  const words = ['build', '-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', half, '.'];
  await promisify(execFile)(go, words, { cwd: source, timeout: 900_000, maxBuffer: 16 * 1024 * 1024 });
  renameSync(half, target);
}
