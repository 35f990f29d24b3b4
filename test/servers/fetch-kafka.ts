// node test/servers/fetch-kafka.ts: fetches Kafka's jars for the tests, once for a machine.
import process from 'node:process';
import { fetchJars, jarsFolder, missingJars } from './kafka-jars.ts';

try {
  if (missingJars()) await fetchJars();
  process.stdout.write(`Kafka's jars are in ${jarsFolder()}\n`);
} catch (error) {
  process.stderr.write(`Kafka's jars cannot be fetched: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
