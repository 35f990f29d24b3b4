import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { DeadLetter } from '../broker.ts';
import { byKey, chunks, firstTimes, message, names } from './broker-suite.ts';
import { Authority, type Files } from './certificates.ts';
import { LOGIN, type Cluster } from './cluster.ts';
import { eventually } from './harness.ts';
import { startRemote, type Remote } from './remote.ts';

const seconds = (count: number) => ({ withinMs: count * 1000 });
const BATCHES = 60;

type Options<C> = {
  readonly missing?: string | undefined;
  /** Seconds from the last event to its consumer, with a server away meanwhile. */
  readonly caughtUpWithin: number;
  /** What is to be seen of this broker alone. */
  readonly check?: (cluster: C, certificate: Files, publisher: Remote) => Promise<void>;
};

const succeeds = (asking: Promise<unknown>) =>
  asking.then(
    () => true,
    () => false,
  );

/** A broker as production has it, reached by processes that are told whom to trust and who they are. */
export function clusterSuite<C extends Cluster>(
  name: string,
  start: (certificate: Files) => Promise<C>,
  { missing, caughtUpWithin, check }: Options<C>,
): void {
  describe(`a cluster of ${name}, over TLS and with a login`, { skip: missing ?? false }, () => {
    let authority: Authority;
    let certificate: Files;
    let cluster: C;
    const remotes: Remote[] = [];
    const remote = (url: string, environment: Readonly<Record<string, string>>): Remote => {
      const one = startRemote(url, environment);
      remotes.push(one);
      return one;
    };
    const trusting = () => ({ NODE_EXTRA_CA_CERTS: certificate.TLS_CA_FILE });
    before(async () => {
      authority = await Authority.create();
      certificate = await authority.issue('broker');
      cluster = await start(certificate);
    });
    after(async () => {
      await Promise.all(remotes.map((one) => one.kill()));
      await cluster.stop();
      await authority.remove();
    });

    test('events and dead letters pass, and a server that is killed takes none of them along', async () => {
      const [publisher, consumer] = [remote(cluster.url, trusting()), remote(cluster.url, trusting())];
      for (const one of [publisher, consumer]) await eventually(() => succeeds(one.ask('start')), seconds(60));
      const { channel, group } = names();
      await consumer.ask('hear', group, channel);
      await publisher.ask('publish', [message(channel, 'K/0', 'ill')]);
      // Who asks while the servers agree who of them leads may be told to ask again.
      const asked = () => publisher.ask('deadLetters', group) as Promise<readonly DeadLetter[]>;
      const letters = () => eventually(() => asked().catch(() => undefined), seconds(60));
      await eventually(async () => (await letters()).length === 1, seconds(30));

      const sent = Array.from({ length: BATCHES * 10 }, (_, index) => message(channel, `K/${index % 20}`, index));
      const [first, ...others] = cluster.servers;
      for (const [index, batch] of [...chunks(sent, 10)].entries()) {
        if (index === 20) await first?.kill();
        if (index === (others.length > 0 ? 40 : 20)) await first?.restart();
        // As the relay does: the same batch again until it is stored.
        await eventually(() => succeeds(publisher.ask('publish', batch)), seconds(60));
        await pause(30);
      }
      await eventually(
        async () => new Set(consumer.heard.map(({ id }) => id)).size === sent.length,
        seconds(caughtUpWithin),
      );
      assert.deepEqual(firstTimes(consumer.heard), byKey(sent));
      assert.equal((await letters())[0]?.reason, 'it is ill');
      await check?.(cluster, certificate, publisher);
    });

    test('who does not trust it, or is not let in, is told so', async () => {
      // One server is enough to be refused by.
      const url = cluster.url.replace(/,[^/?]*/, '');
      const distrusting = remote(url, { NODE_EXTRA_CA_CERTS: '' });
      const unknown = remote(url.replace('strangers', 'wr0ng'), trusting());
      await Promise.all([
        assert.rejects(distrusting.ask('start'), /certificate/),
        assert.rejects(unknown.ask('start'), /auth|access/i),
      ]);
      for (const one of [distrusting, unknown]) assert.equal(await one.ask('isReachable'), false);
      for (const { output } of remotes) assert.doesNotMatch(output(), new RegExp(`${LOGIN.password}|wr0ng|strangers`));
    });
  });
}
