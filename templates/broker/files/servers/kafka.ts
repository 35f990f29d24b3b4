import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { folderFor, freePorts, programOf, startServer, type Server } from './server.ts';

/** A Kafka as it is downloaded, with its jars in `libs/`. */
const home = (): string => process.env['KAFKA_HOME'] ?? '/opt/kafka';

export function missingKafka(): string | undefined {
  if (!programOf('java')) return 'java is not on this machine (Debian: apt-get install openjdk-17-jre-headless)';
  return existsSync(join(home(), 'libs')) ? undefined : 'KAFKA_HOME names no folder with a Kafka (libs/*.jar)';
}

/** One Kafka in KRaft mode, broker and controller in one process, at `kafka://127.0.0.1:<port>`. */
export async function startKafka(): Promise<Server> {
  const folder = folderFor('kafka');
  const [port = 0, controller = 0] = await freePorts(2);
  const config = join(folder, 'server.properties');
  writeFileSync(config, propertiesOf({ folder, port, controller }));
  return startFormatted({ url: `kafka://127.0.0.1:${port}`, folder, config });
}

type Formatted = {
  readonly url: string;
  readonly folder: string;
  readonly config: string;
  readonly words?: readonly string[];
};

/** With its storage made as `words` ask. */
export async function startFormatted({ url, folder, config, words = [] }: Formatted): Promise<Server> {
  const java = programOf('java') ?? 'java';
  const format = ['kafka.tools.StorageTool', 'format', '-t', 'bXN2Yy10ZXN0cy1vbmx5LQ', '-c', config, ...words];
  await promisify(execFile)(java, [...javaOptions(), ...format]);
  return startServer({
    name: 'kafka',
    url,
    folder,
    command: [java, ...javaOptions(), 'kafka.Kafka', config],
    ready: /Kafka Server started/,
  });
}

const javaOptions = (): readonly string[] => [
  '-Xms64m',
  '-Xmx384m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Dorg.slf4j.simpleLogger.logFile=System.out',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info',
  '-cp',
  join(home(), 'libs', '*'),
];

type Places = { readonly folder: string; readonly port: number; readonly controller: number };

const propertiesOf = ({ folder, port, controller }: Places): string =>
  `process.roles=broker,controller
node.id=1
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.quorum.voters=1@127.0.0.1:${controller}
log.dirs=${join(folder, 'data')}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
group.initial.rebalance.delay.ms=0
broker.heartbeat.interval.ms=500
broker.session.timeout.ms=1500
num.network.threads=2
num.io.threads=4
log.cleaner.dedupe.buffer.size=2097152
`;
