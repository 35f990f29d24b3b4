import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { servers, type Server, type ServerName } from '../servers/servers.ts';

let server: Server | undefined;
afterEach(() => server?.stop());

describe.each(Object.keys(servers) as ServerName[])('%s for tests', (name) => {
  const missing = servers[name].missing();

  test.skipIf(missing)(
    `starts, dies, comes back at the same address, and leaves nothing${missing ? ` (${missing})` : ''}`,
    async () => {
      server = await servers[name].start();
      expect(await answers(server.url)).toBe(true);
      await server.kill();
      expect(await answers(server.url)).toBe(false);
      await server.restart();
      expect(await answers(server.url)).toBe(true);
      await server.stop();
      expect(await answers(server.url)).toBe(false);
    },
  );
});

function answers(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    const say = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => say(true)).once('error', () => say(false));
  });
}
