import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generatedWorkspace, type GeneratedWorkspace } from '../generated/workspace.ts';

const bin = resolve(import.meta.dirname, '../../../node_modules/.cache/kube-score');
const source = 'github.com/zegl/kube-score/cmd/kube-score@v1.20.0';

/** Built from Go's module proxy; undefined where there is no Go, no kubectl, or no way there. */
function kubeScore(): string | undefined {
  mkdirSync(bin, { recursive: true });
  const env = { ...process.env, GOBIN: bin, GOFLAGS: '' };
  const built = spawnSync('go', ['install', source], { env, timeout: 240_000 });
  const kubectl = spawnSync('kubectl', ['version', '--client']);
  return built.status === 0 && kubectl.status === 0 ? join(bin, 'kube-score') : undefined;
}

/** What is decided otherwise, each with its reason. */
const otherwise = [
  // A limit of the processor slows answers down while the node has time to spare.
  'container-resources',
  // Images have versions or digests: what was pulled once is what is meant.
  'container-image-pull-policy',
  // Replicas are spread by topologySpreadConstraints, which is what the anti-affinity asks for.
  'deployment-has-host-podantiaffinity',
];

describe('the manifests of a generated service', () => {
  const score = kubeScore();
  let shop: GeneratedWorkspace;
  beforeAll(async () => {
    const orders = ['new', 'service', 'orders', '--publishes', 'OrderPlaced'];
    const pricing = ['new', 'service', 'pricing', '--publishes', 'PriceChanged', '--calls', 'orders'];
    const crm = ['new', 'acl', 'legacy-crm', '--in', 'orders'];
    const cache = ['add', 'cache', '--to', 'orders', '--store', 'redis'];
    shop = await generatedWorkspace([orders, pricing, crm, cache], { isInstalled: false });
  });
  afterAll(() => shop.remove());

  it.skipIf(!score)('have nothing that kube-score would say of them', async () => {
    const made = await shop.run(['kubectl', 'kustomize', 'platform/kubernetes/prod']);
    expect(made, made.output).toMatchObject({ status: 0 });
    await shop.write('all.yaml', made.stdout);
    const ignore = otherwise.flatMap((id) => ['--ignore-test', id]);
    const scored = await shop.run([score ?? '', 'score', 'all.yaml', '--output-format', 'ci', ...ignore]);
    const said = scored.stdout.split('\n').filter((line) => /^\[(?:CRITICAL|WARNING)\]/.test(line));
    expect(said).toEqual([]);
    expect(scored.stdout).toMatch(/^\[OK\]/m);
  });
});
