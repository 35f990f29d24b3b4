import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import assert from 'node:assert/strict';
import { clusterSuite } from '../src/testing/cluster-suite.ts';
import { LOGIN } from '../src/testing/cluster.ts';
import { eventually } from '../src/testing/harness.ts';
import { missingNats } from '../src/testing/nats.ts';
import { startNatsCluster } from '../src/testing/nats-cluster.ts';

const seconds = (count: number) => ({ withinMs: count * 1000 });

clusterSuite('nats', startNatsCluster, {
  missing: missingNats(),
  caughtUpWithin: 10,
  // Whether the server that was killed had been the only one with a stream is chance; so ask.
  async check({ servers }, { TLS_CA_FILE: caFile }, publisher) {
    const [, server = ''] = servers.map(({ url }) => url.replace('natss://', ''));
    const connection = await connect({ servers: server, user: LOGIN.user, pass: LOGIN.password, tls: { caFile } });
    const manager = await jetstreamManager(connection);
    for (const name of ['shop', 'shop_groups', 'shop_dead']) {
      // A stream that is just being given another leader answers nobody.
      const { config } = await eventually(() => manager.streams.info(name).catch(() => undefined), seconds(60));
      assert.equal(config.num_replicas, 3, name);
    }
    await connection.close();
    // Who was let in once waits for the login to be right again, however often it is refused.
    await Promise.all(servers.map((one) => one.restartWith('another')));
    await eventually(async () => /does not let us in/.test(publisher.output()), seconds(60));
    assert.equal(await publisher.ask('isReachable'), false);
    await Promise.all(servers.map((one) => one.restartWith(LOGIN.password)));
    await eventually(async () => publisher.ask('isReachable'), seconds(60));
  },
});
