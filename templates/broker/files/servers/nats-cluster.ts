import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from './certificates.ts';
import { LOGIN, login, SIZE, startCluster, type Cluster } from './cluster.ts';
import { folderFor, freePorts, programOf, startServer, type Server } from './server.ts';

export type NatsServer = Server & { restartWith(password: string): Promise<void> };

/** Three servers of NATS with JetStream, at `natss://<login>@127.0.0.1:<port>,…`. */
export async function startNatsCluster(certificate: Files): Promise<Cluster<NatsServer>> {
  const ports = await freePorts(2 * SIZE);
  const [clients, routes] = [ports.slice(0, SIZE), ports.slice(SIZE)];
  const url = `natss://${login}@${clients.map((port) => `127.0.0.1:${port}`).join()}/shop`;
  return startCluster(
    url,
    clients.map((port, index) => startMember({ port, route: routes[index] ?? 0, routes, certificate })),
  );
}

type Member = {
  readonly port: number;
  readonly route: number;
  readonly routes: readonly number[];
  readonly certificate: Files;
};

async function startMember(member: Member): Promise<NatsServer> {
  const folder = folderFor('nats');
  const config = join(folder, 'nats.conf');
  writeFileSync(config, configOf(member, folder));
  writeFileSync(join(folder, 'login.conf'), loginOf(LOGIN.password));
  const server = await startServer({
    name: 'nats-server',
    url: `natss://127.0.0.1:${member.port}`,
    folder,
    command: [programOf('nats-server') ?? 'nats-server', '--config', config],
    // Streams it has a moment later, when there is a leader; not all of them are told who.
    ready: /Server is ready/,
  });
  const restartWith = (password: string) => {
    writeFileSync(join(folder, 'login.conf'), loginOf(password));
    return server.restart();
  };
  return { ...server, restartWith };
}

const loginOf = (password: string) => `authorization { user: "${LOGIN.user}", password: "${password}" }\n`;

const configOf = ({ port, route, routes, certificate }: Member, folder: string): string =>
  `server_name: "server-${port}"
listen: "127.0.0.1:${port}"
tls { cert_file: "${certificate.TLS_CERT_FILE}", key_file: "${certificate.TLS_KEY_FILE}" }
include "login.conf"
jetstream { store_dir: "${folder}" }
cluster {
  name: test
  listen: "127.0.0.1:${route}"
  routes: [${routes.map((each) => `"nats://127.0.0.1:${each}"`).join(', ')}]
}
`;
