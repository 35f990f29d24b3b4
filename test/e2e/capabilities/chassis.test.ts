import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chassisTests } from '../generated/chassis-tests.ts';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';

/** Without it one test of `untrusted` is skipped. */
const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));

describe('the chassis', () => {
  let shop: GeneratedWorkspace;
  beforeAll(async () => {
    shop = await generatedWorkspace([]);
  });
  afterAll(() => shop.remove());

  // What comes with a capability, or takes a server of its own, is run beside it.
  it('passes its own tests', async () => {
    const names = [
      'clock',
      'config',
      'database',
      'foreign-client',
      'guard',
      'inbox',
      'instances',
      'keepalive',
      'last-chances',
      'limits',
      'mailbox-postgres',
      'metrics',
      'migrate',
      'operate',
      'otlp',
      'out-of-reach',
      'parking',
      'process',
      'relay',
      'resilience',
      'retention',
      'rpc',
      'shutdown',
      'telemetry',
      'unread-spans',
      'untrusted',
      'vanished',
      'workers',
    ];
    const { output } = await chassisTests(shop, names, 110, { allRun: hasIpv6 });
    expect(output).toContain('✔ several relays keep the order of every aggregate');
  }, 600_000);
});
