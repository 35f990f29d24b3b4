import { beforeAll, describe, expect, it, test } from 'vitest';
import type { parse } from 'yaml';
import { withNothing } from './everything.ts';
import { manifestsIn, type Manifest } from './manifests.ts';

/** Whatever the text says: each field is checked below. */
type Spec = ReturnType<typeof parse>;
type Fields = { readonly spec: Spec };
type Pod = { readonly metadata: { readonly labels: Readonly<Record<string, string>> }; readonly spec: Spec };
const services = ['orders', 'stock', 'pricing'];
let manifests: readonly (Manifest & Fields)[];
beforeAll(async () => {
  manifests = manifestsIn(await withNothing()) as readonly (Manifest & Fields)[];
}, 60_000);

const named = (kind: string, name: string): Manifest & Fields => {
  const found = manifests.filter((each) => each.kind === kind && each.metadata.name === name);
  expect(found).toHaveLength(1);
  return found[0] as Manifest & Fields;
};
const podOf = (name: string): Pod => named('Deployment', name).spec.template;

describe.each(services)('what runs %s', (name) => {
  const own = { matchLabels: { 'app.kubernetes.io/name': name } };

  it('is replaced one by one, and none is missing meanwhile', () => {
    const { strategy, selector, replicas } = named('Deployment', name).spec;
    expect(strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } });
    expect(selector).toEqual(own);
    expect(podOf(name).metadata.labels).toMatchObject(own.matchLabels);
    // The autoscaler says how many.
    expect(replicas).toBeUndefined();
  });

  it('grows and shrinks with its load, and loses one at a time to those who drain nodes', () => {
    const scaler = named('HorizontalPodAutoscaler', name);
    expect(scaler.apiVersion).toBe('autoscaling/v2');
    expect(scaler.spec).toMatchObject({ minReplicas: 2, maxReplicas: 10 });
    expect(scaler.spec.scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name });
    expect(scaler.spec.metrics).toMatchObject([{ type: 'Resource', resource: { name: 'cpu' } }]);
    expect(named('PodDisruptionBudget', name).spec).toEqual({ maxUnavailable: 1, selector: own });
  });

  it('is spread over the nodes', () => {
    expect(podOf(name).spec.topologySpreadConstraints).toEqual([
      { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: own },
    ]);
  });

  it('is asked whether it has started, is ready and lives, and has time to stop', () => {
    const { containers, terminationGracePeriodSeconds } = podOf(name).spec;
    const [{ startupProbe, readinessProbe, livenessProbe }] = containers;
    const asked = [startupProbe, readinessProbe, livenessProbe].map(({ httpGet }) => httpGet);
    expect(asked).toEqual(['startup', 'ready', 'live'].map((probe) => ({ path: `/healthz/${probe}`, port: 'http' })));
    const grace = (named('ConfigMap', name) as unknown as { data: Record<string, string> }).data['SHUTDOWN_GRACE_MS'];
    expect(terminationGracePeriodSeconds * 1000).toBeGreaterThan(Number(grace));
  });

  it('is nobody in particular, may write nowhere and claims nothing', () => {
    const { securityContext, automountServiceAccountToken, containers, initContainers } = podOf(name).spec;
    expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(securityContext.runAsUser).toBeGreaterThan(0);
    expect(automountServiceAccountToken).toBe(false);
    expect([...containers, ...initContainers]).toHaveLength(2);
    for (const container of [...containers, ...initContainers]) {
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      for (const what of ['cpu', 'memory', 'ephemeral-storage'])
        expect(container.resources.requests).toHaveProperty(what);
      expect(container.resources.limits).toHaveProperty('memory');
    }
  });

  it('knows its secrets by reference, and only the migration those of the role that may change tables', () => {
    const { containers, initContainers } = podOf(name).spec;
    for (const { env } of [...containers, ...initContainers])
      for (const variable of env)
        expect(variable).toEqual({ name: variable.name, valueFrom: { secretKeyRef: expect.anything() } });
    expect(containers[0].envFrom).toEqual([{ configMapRef: { name } }]);
    expect(JSON.stringify(initContainers)).toContain('_MIGRATION_URL');
    expect(JSON.stringify(containers)).not.toContain('MIGRATION');
  });
});

describe('who may talk to whom', () => {
  const labelled = (label: string) => services.filter((name) => podOf(name).metadata.labels[label] !== undefined);
  const guardsOf = (name: string) =>
    manifests.filter(
      ({ kind, spec }) =>
        kind === 'NetworkPolicy' &&
        Object.entries(spec.podSelector.matchLabels ?? {}).every(
          ([key, value]) => podOf(name).metadata.labels[key] === value,
        ),
    );
  /** Probes and metrics are asked for by the node and the collector. */
  const probes = { ports: [{ port: 'http' }] };

  test('callers of a service reach its RPCs, anybody its probes, and nobody anything else', () => {
    const admitted = { podSelector: { matchLabels: { 'calls/orders': 'true' } } };
    const { podSelector, policyTypes, ingress } = named('NetworkPolicy', 'orders').spec;
    expect(podSelector).toEqual({ matchLabels: { 'app.kubernetes.io/name': 'orders' } });
    expect(policyTypes).toEqual(['Ingress', 'Egress']);
    expect(ingress).toEqual([{ from: [admitted], ports: [{ port: 'grpc' }] }, probes]);
    expect(labelled('calls/orders')).toEqual(['pricing']);
    expect(podOf('orders').spec.containers[0].ports).toEqual([
      { name: 'grpc', containerPort: 50_051 },
      { name: 'http', containerPort: 8080 },
    ]);
  });

  test('nothing opens a service besides its own policy, and what none allows is refused', () => {
    for (const name of services)
      expect(guardsOf(name).map(({ metadata }) => metadata.name)).toEqual(['default-deny', name]);
    expect(named('NetworkPolicy', 'default-deny').spec).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  test('a service reaches whom it calls, its database and broker, names and the collector, and nobody else', () => {
    const to = (name: string) => [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': name } } }];
    const names = [53, 5353].flatMap((port) => ['UDP', 'TCP'].map((protocol) => ({ port, protocol })));
    const always = [
      { ports: names },
      { ports: [{ port: 5432 }] },
      { to: to('collector'), ports: [{ port: 4318 }, { port: 4317 }] },
    ];
    const orders = { to: to('orders'), ports: [{ port: 50_051 }] };
    expect(named('NetworkPolicy', 'orders').spec.egress).toEqual(always);
    expect(named('NetworkPolicy', 'pricing').spec.egress).toEqual([...always, orders]);
  });
});
