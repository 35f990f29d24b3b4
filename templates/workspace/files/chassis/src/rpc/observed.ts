import type { Metrics } from '../metrics.ts';
import { RpcError } from './errors.ts';

/** Counts and times a call that is made, by how it ends: with a status, or in a way that has none. */
export async function observed<T>(
  metrics: Metrics,
  kind: 'client' | 'request',
  labels: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  const started = performance.now();
  let outcome: string = 'INTERNAL';
  try {
    const result = await work();
    outcome = 'OK';
    return result;
  } catch (error) {
    if (error instanceof RpcError) outcome = error.code;
    throw error;
  } finally {
    metrics.operation(kind, labels, outcome, performance.now() - started);
  }
}
