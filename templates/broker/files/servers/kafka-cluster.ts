import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from './certificates.ts';
import { LOGIN, login, SIZE, startCluster, type Cluster } from './cluster.ts';
import { startFormatted } from './kafka.ts';
import { folderFor, freePorts, type Server } from './server.ts';

/** Known to the plain way of logging in alone. */
export const PLAIN_USER = 'clerk';

/** Three brokers of Kafka that take SCRAM-SHA-512 and plain logins over TLS, at `kafkas://<login>@127.0.0.1:<port>,…`. */
export async function startKafkaCluster(certificate: Files): Promise<Cluster> {
  const ports = await freePorts(3 * SIZE);
  const [clients, brokers, controllers] = [0, 1, 2].map((part) => ports.slice(part * SIZE, (part + 1) * SIZE));
  const voters = controllers?.map((port, index) => `${index + 1}@127.0.0.1:${port}`).join() ?? '';
  const url = `kafkas://${login}@${clients?.map((port) => `127.0.0.1:${port}`).join()}`;
  const starting = (clients ?? []).map((port, index) => {
    const member = { node: index + 1, port, broker: brokers?.[index] ?? 0, controller: controllers?.[index] ?? 0 };
    return startMember({ ...member, voters, certificate });
  });
  return startCluster(url, starting);
}

type Member = {
  readonly node: number;
  readonly port: number;
  readonly broker: number;
  readonly controller: number;
  readonly voters: string;
  readonly certificate: Files;
};

async function startMember(member: Member): Promise<Server> {
  const folder = folderFor('kafka');
  const config = join(folder, 'server.properties');
  const { TLS_KEY_FILE: key, TLS_CERT_FILE: chain } = member.certificate;
  writeFileSync(join(folder, 'key.pem'), [key, chain].map((file) => readFileSync(file, 'utf8')).join(''));
  writeFileSync(config, propertiesOf(member, folder));
  const words = ['--add-scram', `SCRAM-SHA-512=[name=${LOGIN.user},password=${LOGIN.password}]`];
  return startFormatted({ url: `kafkas://127.0.0.1:${member.port}`, folder, config, words });
}

const propertiesOf = ({ node, port, broker, controller, voters }: Member, folder: string): string =>
  `process.roles=broker,controller
node.id=${node}
listeners=CLIENTS://127.0.0.1:${port},BROKERS://127.0.0.1:${broker},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=CLIENTS://127.0.0.1:${port},BROKERS://127.0.0.1:${broker}
listener.security.protocol.map=CLIENTS:SASL_SSL,BROKERS:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=BROKERS
controller.listener.names=CONTROLLER
controller.quorum.voters=${voters}
ssl.keystore.type=PEM
ssl.keystore.location=${join(folder, 'key.pem')}
sasl.enabled.mechanisms=SCRAM-SHA-512,PLAIN
listener.name.clients.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.clients.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_${PLAIN_USER}="${LOGIN.password}";
log.dirs=${join(folder, 'data')}
offsets.topic.replication.factor=${SIZE}
offsets.topic.num.partitions=4
group.initial.rebalance.delay.ms=0
broker.heartbeat.interval.ms=500
broker.session.timeout.ms=3000
num.network.threads=2
num.io.threads=4
log.cleaner.dedupe.buffer.size=2097152
`;
