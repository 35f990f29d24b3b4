import { freePorts } from '../../../templates/broker/files/servers/server.ts';

const given = new Set<number>();

/** A TCP port that nobody listens on, nor takes for a call of its own, and that nobody else in this run was given. */
export async function freePort(): Promise<number> {
  for (;;) {
    const [port = 0] = await freePorts(1);
    if (given.has(port)) continue;
    given.add(port);
    return port;
  }
}
