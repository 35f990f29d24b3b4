import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { advisoriesIn, type Advisory, type Level } from '../src/audit/advisories.ts';
import { audit } from '../src/audit/audit.ts';

const GHSA = 'GHSA-aaaa-bbbb-cccc';
const url = `https://github.com/advisories/${GHSA}`;
const advisory = { id: 1, url, title: 'Opens the door', severity: 'high', vulnerable_versions: '<2.0.0', cwe: [], cvss: { score: 8 } };
const dependencies = { opener: '1.0.0' };
const today = new Date('2026-03-10T12:00:00Z');

let folder: string;
let registry: Server;
let asked = 0;

/** What npm itself asks a registry for: this one knows of one advisory, in a package for production. */
before(async () => {
  registry = createServer((request, response) => {
    const isBulk = request.url?.endsWith('/security/advisories/bulk');
    asked += isBulk ? 1 : 0;
    request.resume();
    response.writeHead(isBulk ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isBulk ? { opener: [advisory], tool: [{ ...advisory, severity: 'critical' }] } : {}));
  });
  registry.listen(0, '127.0.0.1');
  await once(registry, 'listening');
  folder = await mkdtemp(join(tmpdir(), 'audit-'));
  const root = { name: 'audited', version: '0.0.0', dependencies, devDependencies: { tool: '1.0.0' } };
  const packages = {
    '': root,
    'node_modules/opener': { version: '1.0.0', resolved: 'http://127.0.0.1:1/opener.tgz' },
    'node_modules/tool': { version: '1.0.0', resolved: 'http://127.0.0.1:1/tool.tgz', dev: true },
  };
  await write('package.json', root);
  await write('package-lock.json', { ...root, lockfileVersion: 3, requires: true, packages });
});
after(async () => {
  registry.closeAllConnections();
  registry.close();
  await rm(folder, { recursive: true, force: true });
});

const write = (file: string, content: unknown) => writeFile(join(folder, file), JSON.stringify(content));

type Asking = { readonly port?: number; readonly level?: Level; readonly ask?: typeof advisoriesIn };

async function audited({ port = (registry.address() as AddressInfo).port, level = 'high', ask = advisoriesIn }: Asking = {}) {
  const own = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  const environment = {
    ...Object.fromEntries(own),
    npm_config_registry: `http://127.0.0.1:${port}/`,
    npm_config_cache: join(folder, '.cache'),
    npm_config_fetch_retries: '0',
    npm_config_update_notifier: 'false',
  };
  const { code, lines } = await audit({ folder, level, today, environment, ask });
  return { code, text: lines.join('\n') };
}
const accept = (until: string, reason = 'it is never given anything from outside') =>
  write('audit.json', { accepted: [{ advisory: GHSA, until, reason }] });

test('a known vulnerability in what runs is a failure; in what is for development alone it is none', async () => {
  const { code, text } = await audited();
  assert.deepEqual([code, asked], [1, 1]);
  assert.match(text, /^high {2}opener: Opens the door {2}https:\/\/github.com\/advisories\/GHSA-aaaa-bbbb-cccc\n1 to mend/);
});

test('an acceptance holds until its day, with its reason told, and not a day longer', async () => {
  await accept('2026-03-10');
  const held = await audited();
  assert.equal(held.code, 0);
  assert.match(held.text, /accepted until 2026-03-10: it is never given anything from outside/);
  await accept('2026-03-09');
  const ended = await audited();
  assert.equal(ended.code, 1);
  assert.match(ended.text, /accepted only until 2026-03-09/);
});

test('an acceptance without reason, without end, or that nobody can read is refused', async () => {
  await accept('2026-03-20', ' ');
  assert.match((await audited()).text, /audit.json is wrong:\n {2}accepted.0.reason: say why/);
  await accept('2027-03-20');
  const endless = await audited();
  assert.deepEqual(endless, { code: 2, text: `audit.json is wrong:\n  ${GHSA}: 2027-03-20 is more than 90 days away` });
  await writeFile(join(folder, 'audit.json'), '{');
  assert.equal((await audited()).code, 2);
  await rm(join(folder, 'audit.json'));
});

test('what is no longer found is told, and what is not grave enough is left alone', async () => {
  const known: Advisory = { id: GHSA, url, package: 'opener', level: 'high', title: 'Opens the door' };
  const ask = async () => [known];
  assert.deepEqual(await audited({ level: 'critical', ask }), { code: 0, text: 'No vulnerability of level critical or above.' });
  await accept('2026-03-20');
  const { code, text } = await audited({ ask: async () => [] });
  assert.equal(code, 0);
  assert.match(text, /GHSA-aaaa-bbbb-cccc is accepted in audit.json and no longer found: take it out/);
  await rm(join(folder, 'audit.json'));
});

test('without a network it says that nothing is known, and does not pass', async () => {
  const { code, text } = await audited({ port: 1 });
  assert.equal(code, 2);
  assert.match(text, /^The registry could not be asked, so nothing is known: .+\nTry again with a network\.$/);
});
