import { after } from 'node:test';
import { pino } from 'pino';
import { BackService } from '../gen/echo/v1/echo_pb.ts';
import { Metrics } from '../src/metrics.ts';
import { createClient } from '../src/rpc/client.ts';
import { RpcError } from '../src/rpc/errors.ts';
import { CalleeGuard } from '../src/rpc/guard.ts';
import { networkTransport } from '../src/rpc/network.ts';
import { callee } from '../src/rpc/policy.ts';

export type Wishes = Parameters<typeof callee<typeof BackService>>[1];

/** A client as a context gets it, with the numbers that it shows, until the end of the test. */
export function clientOf(address: string, wishes: Wishes) {
  const metrics = new Metrics();
  const declared = callee(BackService, wishes);
  const log = pino({ level: 'silent' });
  const guard = new CalleeGuard(declared, { caller: 'test', callee: 'back', metrics, log });
  const transport = networkTransport(address);
  after(() => transport.close());
  const { timeoutMs, marginMs } = declared.policy;
  const client = createClient(BackService, transport, { timeoutMs, marginMs, guard });
  const metric = (name: string): number => {
    guard.measure();
    const line = metrics
      .render()
      .split('\n')
      .find((one) => one.startsWith(`${name} `) || one.startsWith(`${name}{`));
    return Number(line?.split(' ').at(-1) ?? 0);
  };
  const rejectedBy = (by: string) => metric(`client_rejected_total{context="test",callee="back",by="${by}"}`);
  return { client, metric, rejectedBy };
}

export const ask = { text: 'x' };

export const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'OK',
    (error: unknown) => (error instanceof RpcError ? error.code : String(error)),
  );

/** All at once. */
export const times = <T>(count: number, work: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, work));

/** One after the other. */
export async function inTurn<T>(count: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let done = 0; done < count; done += 1) results.push(await work());
  return results;
}

/** The settings of a circuit that stays closed. */
export const never = { share: 0.99, ofLast: 1000, atLeast: 1000 };
