import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { answersOf, born } from './born.ts';

type Port = { readonly port: number; readonly protocol?: string };
type Peer = {
  readonly namespaceSelector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  readonly podSelector?: { readonly matchLabels?: Readonly<Record<string, string>> };
};
type Rule = { readonly to?: readonly Peer[]; readonly ports: readonly Port[] };

const texts = new Map<string, string>();
let rules: readonly Rule[] = [];
beforeAll(async () => {
  await born(texts, 'workspace', { dir: '.', name: 'shop', pinNode: false, msvc: '^1.0.0' });
  await born(texts, 'service', answersOf('orders'));
  ({
    spec: { egress: rules },
  } = parse(texts.get('services/orders/k8s/network-policy.yaml') ?? ''));
});

/** Whether a pod of the service may talk to a place: a pod of this namespace, one of another, or an address of a node. */
type Place = { readonly namespace?: string; readonly pod?: string; readonly port: number; readonly protocol: string };
const admits = (place: Place): boolean =>
  rules.some(
    ({ to, ports }) =>
      ports.some(({ port, protocol = 'TCP' }) => port === place.port && protocol === place.protocol) &&
      (to === undefined || to.some((peer) => isPeer(peer, place))),
  );

/** A peer that names a namespace or a pod is never the address of a node. */
function isPeer({ namespaceSelector, podSelector }: Peer, { namespace, pod }: Place): boolean {
  const [wanted] = Object.values(namespaceSelector?.matchLabels ?? {});
  if (namespaceSelector) return namespace !== undefined && (wanted === undefined || wanted === namespace);
  return pod !== undefined && podSelector?.matchLabels?.['app.kubernetes.io/name'] === pod;
}

describe('the way out of a generated service', () => {
  test.each([
    ['of Kubernetes', { namespace: 'kube-system', port: 53 }],
    ['of OpenShift', { namespace: 'openshift-dns', port: 5353 }],
    ['of the node (NodeLocal DNSCache at 169.254.20.10)', { port: 53 }],
  ])('leads to the names %s', (_, place) => {
    for (const protocol of ['UDP', 'TCP']) expect(admits({ ...place, protocol }), protocol).toBe(true);
  });

  test('leads to the collector by either protocol, and nowhere else by those', () => {
    for (const port of [4317, 4318]) {
      expect(admits({ pod: 'collector', port, protocol: 'TCP' }), String(port)).toBe(true);
      expect(admits({ pod: 'payments', port, protocol: 'TCP' }), String(port)).toBe(false);
    }
    expect(admits({ pod: 'payments', port: 80, protocol: 'TCP' })).toBe(false);
  });
});

test('a newer push ends the build of a branch, but none of main', () => {
  const { concurrency, on } = parse(texts.get('.github/workflows/ci.yaml') ?? '');
  expect(on.push.branches).toEqual(['main']);
  expect(concurrency['cancel-in-progress']).toBe("${{ github.ref != 'refs/heads/main' }}");
});
