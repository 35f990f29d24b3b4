import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ownerOf } from '../../../src/dev/port-owner.ts';
import { choosePorts, isPortFree, wantedPorts } from '../../../src/dev/ports.ts';

const busy =
  (...ports: readonly number[]) =>
  (port: number) =>
    Promise.resolve(!ports.includes(port));

describe('ports', () => {
  it('are the usual ones, in the order of the services', () => {
    const wanted = wantedPorts([{ name: 'orders' }, { name: 'payments', rest: true }], undefined);
    expect(wanted.map(({ port }) => port)).toEqual([54329, 43180, 50051, 8081, 50052, 8082, 8002]);
  });

  it('are counted from a base when the user gives one', () => {
    expect(wantedPorts([{ name: 'orders' }], 9000).map(({ port }) => port)).toEqual([9000, 9001, 9010, 9110]);
  });

  it('move to the next free one that nobody else wants', async () => {
    const chosen = await choosePorts(
      wantedPorts([{ name: 'a' }, { name: 'b' }], undefined),
      false,
      busy(50051, 8081, 8083),
    );
    expect(chosen.get('a grpc')).toMatchObject({ port: 50053, instead: { port: 50051 } });
    expect(chosen.get('b grpc')).toEqual({ what: 'b grpc', port: 50052 });
    expect(chosen.get('a http')?.port).toBe(8084);
  });

  it('that the user fixed are never moved', async () => {
    await expect(choosePorts(wantedPorts([{ name: 'a' }], 9000), true, busy(9010))).rejects.toThrow(
      'Port 9010 (a grpc) is in use',
    );
  });

  it('in use are known, and by whom', async () => {
    const server = createServer();
    await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    expect(await isPortFree(port)).toBe(false);
    expect(ownerOf(port)).toContain(`pid ${process.pid}`);
    await new Promise((done) => void server.close(done));
    expect(await isPortFree(port)).toBe(true);
    expect(ownerOf(port)).toBeUndefined();
  });
});
