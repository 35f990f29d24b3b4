import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../demo/story.ts';
import { breakages } from './generated/breakages.ts';

/** A workspace as its user gets it: from the packed tarball, by the commands of the README, installed from the registry. */
const clone = resolve(import.meta.dirname, '../..');
const place = mkdtempSync(join(tmpdir(), 'msvc-generated-'));
// PostgreSQL refuses to run as root, and as anybody else must be able to enter.
chmodSync(place, 0o755);
const shop = join(place, 'shop');
const services = ['orders', 'inventory', 'payments'] as const;

function run(folder: string, ...[command = '', ...words]: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(command, words, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 240_000,
    env: { ...process.env, CI: 'true' },
  });
  return { status, stdout, output: `${stdout}${stderr}` };
}
const msvc = (...words: readonly string[]) => run(shop, 'npx', '--no-install', 'msvc', ...words);
const succeeded = { status: 0 };
/** Who tells whom, and who keeps what. */
function map() {
  const { edges, stores } = JSON.parse(msvc('graph', '--format', 'json').stdout);
  const told = edges.map(({ from, to }: { from: string; to: string }) => `${from} ${to}`);
  return { edges: [...new Set(told)].sort(), stores: stores.map(({ usedBy }: { usedBy: string[] }) => usedBy) };
}
const read = (path: string) => readFileSync(join(shop, path), 'utf8');
const write = (path: string, text: string) => writeFileSync(join(shop, path), text);

beforeAll(() => {
  const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', place], {
    cwd: clone,
    encoding: 'utf8',
  });
  writeFileSync(join(place, 'package.json'), '{ "private": true }\n');
  expect(
    run(place, 'npm', 'install', '--no-audit', '--no-fund', join(place, packed.trim().split('\n').at(-1) ?? '')),
  ).toMatchObject(succeeded);
  for (const { words, inside } of commands) {
    expect(run(inside ? shop : place, 'npx', '--no-install', 'msvc', ...words)).toMatchObject(succeeded);
  }
  expect(run(shop, 'npm', 'install', '--no-audit', '--no-fund')).toMatchObject(succeeded);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

describe('a workspace right after npm install', () => {
  it('passes its own types, formatter, linter and contract check', () => {
    const checked = run(shop, 'npm', 'run', 'check');
    expect(checked.output).not.toMatch(/error TS|Format issues/);
    expect(checked).toMatchObject(succeeded);
  });

  it('can run what its CI runs', () => {
    const { jobs } = parse(read('.github/workflows/ci.yaml'));
    const steps: readonly { run?: string; if?: string }[] = jobs.check.steps;
    const commands = steps.filter((step) => !step.if).flatMap(({ run: command }) => command ?? []);
    expect(commands).toHaveLength(4);
    for (const command of commands.filter((one) => !['npm ci', 'npm run check'].includes(one)))
      expect(run(shop, 'sh', '-c', command), command).toMatchObject(succeeded);
    expect(read('map.svg')).toContain('<svg');
    expect(jobs.services.strategy.matrix.service).toEqual(services);
  });

  it('refuses a contract that breaks its consumers and names them, offline', () => {
    for (const words of [
      ['init', '-q'],
      ['add', '-A'],
      ['-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-qm', 'one'],
      // What a checkout in CI has: the branch that a change is to be merged into.
      ['update-ref', 'refs/remotes/origin/main', 'HEAD'],
    ])
      expect(run(shop, 'git', ...words)).toMatchObject(succeeded);
    const breaking = () =>
      run(
        shop,
        'npm',
        'run',
        'breaking',
        '--workspace',
        'contracts',
        '--',
        '--against',
        '../.git#ref=HEAD,subdir=contracts',
      );
    expect(breaking()).toMatchObject(succeeded);
    const judgedInCi = () => run(shop, 'npm', 'run', 'lint');
    expect(judgedInCi()).toMatchObject(succeeded);
    const path = 'contracts/orders/v1/events.proto';
    const intact = read(path);
    write(path, intact.replace(/string reference = \d+;/, ''));
    expect(read(path)).not.toBe(intact);
    const [broken, ...judged] = [breaking(), msvc('lint', '--since', 'HEAD'), judgedInCi()];
    write(path, intact);
    expect(broken.status).not.toBe(0);
    expect(broken.output).toMatch(/reference/);
    for (const { status, output } of judged) {
      expect(status, output).toBe(1);
      expect(output.replaceAll(/\s+/g, ' ')).toMatch(
        /"reference" on message "OrderPlaced" was deleted, which .{0,60}inventory uses/,
      );
    }
    rmSync(join(shop, '.git'), { recursive: true });
    rmSync(join(shop, 'map.svg'), { force: true });
  });

  it('has nothing that msvc lint would report, and was looked at', () => {
    const {
      findings,
      services: seen,
      coverage,
    } = JSON.parse(msvc('lint', '--format', 'json', '--show', 'info').stdout);
    expect(findings).toEqual([]);
    expect(seen.map((service: { name: string }) => service.name).sort()).toEqual([...services].sort());
    expect(coverage.stores).toEqual({ found: 3, resolved: 3 });
    expect(coverage.channels.resolved).toBeGreaterThanOrEqual(5);
  });

  it('is drawn with the event that each first use case publishes', () => {
    const { edges, stores } = map();
    expect(edges).toEqual(['inventory payments', 'orders inventory', 'payments orders']);
    expect(stores).toEqual(expect.arrayContaining(services.map((name) => [name])));
  });

  for (const name of services) {
    it(`passes the tests of ${name} without Docker`, () => {
      const since = Date.now();
      const tested = run(join(shop, 'services', name), 'npm', 'test');
      const seconds = (Date.now() - since) / 1000;
      expect(tested.output).toMatch(/pass [1-9]/);
      expect(tested).toMatchObject(succeeded);
      console.log(`${name}: ${seconds.toFixed(1)} s`);
    });
  }

  it.each(breakages)('fails the test that is meant for it when $what', (breakage) => {
    const intact = read(breakage.path);
    const broken = intact.replace(breakage.from, breakage.to);
    expect(broken).not.toBe(intact);
    const put = (text: string) => {
      write(breakage.path, text);
      if (breakage.isContract)
        expect(run(shop, 'npm', 'run', 'generate', '--workspace', 'contracts')).toMatchObject(succeeded);
    };
    put(broken);
    const runner = '../../chassis/src/testing/run.ts';
    const tested = run(join(shop, 'services/payments'), process.execPath, runner, `test/${breakage.file}.test.ts`);
    put(intact);
    expect(tested.status).not.toBe(0);
    expect(tested.output).toMatch(new RegExp(`^(?:✖|not ok \\d+ -) ${breakage.title}`, 'm'));
  });
});

describe('a service that joins', () => {
  it('keeps what was edited by hand, and changes nothing the second time', () => {
    write('compose.yaml', `# ours: do not touch\n${read('compose.yaml')}`);
    write('msvc.yaml', `${read('msvc.yaml')}\n# kept below\n`);
    const words = [
      'new',
      'service',
      'shipping',
      '--publishes',
      'ParcelSent',
      '--consumes',
      'orders.v1.OrderPlaced',
      '--yes',
    ];
    expect(msvc(...words)).toMatchObject(succeeded);
    expect(read('compose.yaml')).toMatch(/^# ours: do not touch\n/);
    expect(read('compose.yaml')).toContain('shipping');
    expect(read('msvc.yaml')).toContain('# kept below');
    const before = ['compose.yaml', 'msvc.yaml', 'package.json', '.github/workflows/ci.yaml'].map(read);
    const again = msvc(...words);
    expect(again).toMatchObject(succeeded);
    expect(again.output).toMatch(/up to date/);
    expect(['compose.yaml', 'msvc.yaml', 'package.json', '.github/workflows/ci.yaml'].map(read)).toEqual(before);
  });
});

describe('contexts', () => {
  beforeAll(() => cpSync(join(clone, 'fixtures/demo'), shop, { recursive: true }));

  it('tell each other more as soon as their code does', () => {
    expect(map().edges).toEqual([
      'inventory orders',
      'inventory payments',
      'orders inventory',
      'orders shipping',
      'payments inventory',
      'payments orders',
    ]);
  });

  it('behave alike in one process, in two and in three', () => {
    cpSync(join(clone, 'fixtures/acceptance/saga.test.ts'), join(shop, 'services/orders/test/saga.test.ts'));
    const tested = run(join(shop, 'services/orders'), process.execPath, '--test', 'test/saga.test.ts');
    expect(tested.output).toMatch(/pass 9\b/);
    expect(tested).toMatchObject(succeeded);
  });
});
