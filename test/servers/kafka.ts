import process from 'node:process';
import { missingKafka as missingProgram, startKafka as start } from '../../templates/broker/files/servers/kafka.ts';
import { programOf, type Server } from '../../templates/broker/files/servers/server.ts';
import { kafkaHome, missingJars } from './kafka-jars.ts';

/** Nothing where Kafka can be started once its jars have been fetched: see fetchJars. */
export function missingKafka(): string | undefined {
  process.env['KAFKA_HOME'] ??= kafkaHome();
  if (programOf('java') && missingJars())
    return "Kafka's jars are not here (fetch them with: node test/servers/fetch-kafka.ts)";
  return missingProgram();
}

/** The server that generated workspaces test with, from the jars that were fetched here. */
export function startKafka(): Promise<Server> {
  process.env['KAFKA_HOME'] ??= kafkaHome();
  return start();
}
