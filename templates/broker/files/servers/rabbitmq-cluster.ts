import type { Files } from './certificates.ts';
import { LOGIN, login, startCluster, type Cluster } from './cluster.ts';
import { startWith } from './rabbitmq.ts';
import { freePorts } from './server.ts';

/** One RabbitMQ, beside another address at which nobody answers: `amqps://<login>@127.0.0.1:<port>,127.0.0.1:<nobody>`. */
export async function startRabbitmqCluster(certificate: Files): Promise<Cluster> {
  const [port = 0, nobody = 0] = await freePorts(2);
  // Several addresses ask for quorum queues, and these want a majority that one server alone is not sure to be.
  const url = `amqps://${login}@127.0.0.1:${port},127.0.0.1:${nobody}?queues=classic`;
  return startCluster(url, [startWith({ url, port, settings: settingsOf(port, certificate) })]);
}

const settingsOf = (port: number, certificate: Files): string =>
  `listeners.tcp = none
listeners.ssl.1 = 127.0.0.1:${port}
ssl_options.cacertfile = ${certificate.TLS_CA_FILE}
ssl_options.certfile = ${certificate.TLS_CERT_FILE}
ssl_options.keyfile = ${certificate.TLS_KEY_FILE}
default_user = ${LOGIN.user}
default_pass = ${LOGIN.password}
`;
