import assert from 'node:assert/strict';
import { clusterSuite } from '../src/testing/cluster-suite.ts';
import { LOGIN } from '../src/testing/cluster.ts';
import { missingKafka } from '../src/testing/kafka.ts';
import { PLAIN_USER, startKafkaCluster } from '../src/testing/kafka-cluster.ts';
import { startRemote } from '../src/testing/remote.ts';

clusterSuite('kafka', startKafkaCluster, {
  missing: missingKafka(),
  caughtUpWithin: 60,
  async check({ url }, { TLS_CA_FILE }) {
    const trusting = { NODE_EXTRA_CA_CERTS: TLS_CA_FILE };
    const address = url.replace(LOGIN.user, PLAIN_USER);
    const [plain, scram] = [startRemote(`${address}?sasl=plain`, trusting), startRemote(address, trusting)];
    await plain.ask('start');
    await assert.rejects(scram.ask('start'), /auth/i);
    await Promise.all([plain.kill(), scram.kill()]);
  },
});
