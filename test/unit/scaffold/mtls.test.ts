import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { inspectFiles } from '../../../src/cli/inspect-files.ts';
import { rules } from '../../../src/cli/rules.ts';
import { memoryFiles } from '../../../src/files/memory.ts';
import { check } from '../../../src/lint/engine.ts';
import type { Workspace } from '../../../src/scaffold/kit.ts';
import { answersOf, born, workspace } from './born.ts';

const shop: Workspace = {
  ...workspace,
  services: [{ name: 'orders', path: 'services/orders', contexts: ['orders'], number: 1 }],
};

test(
  'mutual TLS brings a certificate, its mount and its settings, once, and lints clean',
  { timeout: 60_000 },
  async () => {
    const texts = new Map<string, string>();
    await born(texts, 'workspace', { dir: '.', name: 'shop', pinNode: false, msvc: '^1.0.0' });
    await born(texts, 'service', answersOf('orders', { aggregate: 'Order' }), shop);
    await born(texts, 'mtls', { to: 'orders' }, shop);
    const yaml = (name: string) => parse(texts.get(`services/orders/k8s/${name}.yaml`) ?? '');
    expect(yaml('kustomization')).toMatchObject({
      resources: expect.arrayContaining(['certificate.yaml', 'deployment.yaml']),
      patches: expect.arrayContaining([{ path: 'certificate-mount.yaml' }]),
    });
    expect(yaml('config').data).toMatchObject({ TLS_CERT_FILE: '/tls/tls.crt', TLS_CA_FILE: '/tls/ca.crt' });
    expect(yaml('certificate')).toMatchObject({
      kind: 'Certificate',
      spec: { dnsNames: ['orders'], secretName: 'orders-tls' },
    });
    const mount = yaml('certificate-mount').spec.template.spec;
    expect(mount.containers[0].volumeMounts[0].name).toBe(mount.volumes[0].name);
    const { writes } = await born(texts, 'mtls', { to: 'orders' }, shop);
    expect(writes).toEqual([]);
    const { model } = inspectFiles(memoryFiles(Object.fromEntries(texts)));
    expect(check(model, rules).findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  },
);
