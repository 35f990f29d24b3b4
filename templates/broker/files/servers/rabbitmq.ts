import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { folderFor, freePorts, programOf, startServer, type Server } from './server.ts';

/** Debian's own wrapper in /usr/sbin wants to change the user; the server's script does not. */
const script = (): string | undefined => programOf('rabbitmq-server', '/usr/lib/rabbitmq/bin');
const mapper = (): string => programOf('epmd') ?? 'epmd';

export const missingRabbitmq = (): string | undefined =>
  script() ? undefined : 'rabbitmq-server is not on this machine (Debian: apt-get install rabbitmq-server)';

/** RabbitMQ, at `amqp://guest:guest@127.0.0.1:<port>`. */
export async function startRabbitmq(): Promise<Server> {
  const [port = 0] = await freePorts(1);
  return startWith({
    url: `amqp://guest:guest@127.0.0.1:${port}`,
    port,
    settings: `listeners.tcp.1 = 127.0.0.1:${port}\n`,
  });
}

type Given = { readonly url: string; readonly port: number; readonly settings: string };

/** With these lines in its configuration. */
export async function startWith({ url, port, settings }: Given): Promise<Server> {
  const folder = folderFor('rabbitmq');
  const [between = 0, names = 0] = await freePorts(2);
  mkdirSync(join(folder, 'home'));
  writeFileSync(
    join(folder, 'rabbitmq.conf'),
    `${settings}log.console = true\nlog.console.level = info\nlog.file = false\n`,
  );
  return startServer({
    name: 'rabbitmq-server',
    url,
    folder,
    // A mapper of names of its own: the one that Erlang starts by itself would outlive the server.
    command: [
      'sh',
      '-c',
      `"$0" -address 127.0.0.1 -port ${names} & exec "$1"`,
      mapper(),
      script() ?? 'rabbitmq-server',
    ],
    environment: {
      PATH: `/usr/bin:/bin:${process.env['PATH'] ?? ''}`,
      HOME: join(folder, 'home'),
      ERL_EPMD_PORT: String(names),
      ERL_EPMD_ADDRESS: '127.0.0.1',
      RABBITMQ_NODENAME: `test-${port}@localhost`,
      RABBITMQ_DIST_PORT: String(between),
      RABBITMQ_MNESIA_BASE: join(folder, 'data'),
      RABBITMQ_LOG_BASE: join(folder, 'log'),
      RABBITMQ_LOGS: '-',
      RABBITMQ_PID_FILE: join(folder, 'pid'),
      RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
      // Two schedulers start faster than one for each processor, and a test needs no more.
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 2:2 +sbwt none',
    },
    ready: /Server startup complete/,
  });
}
