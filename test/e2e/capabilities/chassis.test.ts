import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chassisTests } from '../generated/chassis-tests.ts';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';

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
      'last-chances',
      'limits',
      'metrics',
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
    ];
    const { output } = await chassisTests(shop, names, 90);
    expect(output).toContain('✔ several relays keep the order of every aggregate');
  }, 600_000);
});
