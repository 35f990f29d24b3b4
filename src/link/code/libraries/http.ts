import { joinPieces, pieceOf } from '../evaluate/texts.ts';
import { keyOf } from '../evaluate/enter.ts';
import { fieldOf, functionsOf, lastStep, madeBy, plainTextsOf, textsOf } from '../things.ts';
import type { CallDeed, Library, LibraryCall, LibraryThing, Program, TextOption, Thing } from '../types.ts';

const METHODS =
  /^(?:get|post|put|patch|delete|del|head|options|request|stream|getUri|postForm|putForm|patchForm|\$get|\$post)$/;
const PACKAGES = new Set([
  'axios',
  '@nestjs/axios',
  'got',
  'ky',
  'ky-universal',
  'node-fetch',
  'cross-fetch',
  'isomorphic-fetch',
  'isomorphic-unfetch',
  'unfetch',
  'undici',
  'superagent',
  'supertest',
  'request',
  'request-promise',
  'request-promise-native',
  'needle',
  'wretch',
  'ofetch',
  'make-fetch-happen',
  'http',
  'https',
  'axios-retry',
  'nestjs-axios',
  'phin',
  'urllib',
  'redaxios',
  'bent',
  'node-fetch-native',
  '@nuxt/http',
  'fetch-retry',
]);

/** Names under which one address, or a base address, is given in options. */
const URL_KEYS = ['url', 'uri', 'href'];
const BASE_KEYS = ['baseURL', 'prefixUrl', 'baseUrl', 'prefix', 'origin'];
const DEADLINE_KEYS = ['timeout', 'signal', 'bodyTimeout', 'headersTimeout', 'timeoutMs'];

const firstField = (thing: Thing | undefined, keys: readonly string[], program: Program): Thing | undefined => {
  for (const key of keys) {
    const found = fieldOf(thing, key, program);
    if (found && found.kind !== 'unknown') return found;
  }
  return undefined;
};

const MAKERS = /(?:create|extend|defaults|Client|Pool|HttpService|agent)\(\)$/;

/** `host` and `port` of `http.request` options. */
const hostOf = (options: Thing | undefined, program: Program): Thing | undefined => {
  const host = firstField(options, ['hostname', 'host'], program);
  if (!host || textsOf(host).length === 0) return undefined;
  const port = fieldOf(options, 'port', program);
  const path = fieldOf(options, 'path', program);
  const dot = pieceOf({ kind: 'texts', options: [{ text: ':', holes: false, env: [], evidence: [] }] }, '');
  const scheme = pieceOf({ kind: 'texts', options: [{ text: 'http://', holes: false, env: [], evidence: [] }] }, '');
  return joinPieces([
    scheme,
    pieceOf(host, 'host'),
    ...(port ? [dot, pieceOf(port, 'port')] : []),
    ...(path ? [pieceOf(path, 'path')] : []),
  ]);
};

const isAbsolute = (option: TextOption): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(option.text);

const withBase = (path: readonly TextOption[], base: readonly TextOption[]): readonly TextOption[] => {
  const absolute = path.filter(isAbsolute);
  const relative = path.filter((option) => !isAbsolute(option));
  const real = base.filter((option) => option.text !== '' && option.text !== '/');
  if (relative.length === 0 || real.length === 0) return path.length > 0 ? path : base;
  const bases = real.map((option) => ({ ...option, text: option.text.replace(/\/+$/, '') }));
  const slashed = relative.map((option) => ({
    ...option,
    text:
      option.text.startsWith('/') || option.text.startsWith('?') || option.text === ''
        ? option.text
        : `/${option.text}`,
  }));
  const joined = joinPieces([bases, slashed]);
  return [...absolute, ...textsOf(joined)];
};

const rootKey = (callee: LibraryThing, program: Program): string => {
  const root = madeBy(callee, MAKERS);
  return root ? keyOf(program, root) : callee.package;
};

const basesOf = (callee: LibraryThing, program: Program): readonly TextOption[] => {
  if (callee.package === 'supertest') return textsOf(madeBy(callee, /(?:^|agent|default)\(\)$/)?.args?.[0]);
  const maker = madeBy(callee, MAKERS);
  const [first] = maker?.args ?? [];
  const given =
    firstField(first, BASE_KEYS, program) ?? (/(?:Client|Pool)\(\)$/.test(maker?.path ?? '') ? first : undefined);
  return [...textsOf(given), ...(program.bases.get(rootKey(callee, program)) ?? []).flatMap((thing) => textsOf(thing))];
};

/** `interceptors.request.use((config) => { config.baseURL = … })` */
const noteInterceptor = (call: LibraryCall): void => {
  const { program } = call.scope;
  for (const fn of functionsOf(call.args[0])) {
    const scope = program.enter(fn, []);
    const assigns = scope.module.fact.functions[fn.id]?.assigns ?? [];
    const found = assigns.filter(({ target }) => target.kind === 'member' && BASE_KEYS.includes(target.name));
    if (found.length === 0) continue;
    const key = rootKey(call.callee, program);
    program.bases.set(key, [
      ...(program.bases.get(key) ?? []),
      ...found.map(({ value }) => program.evaluate(value, scope)),
    ]);
  }
};

const deadlineOf = (call: LibraryCall): CallDeed['deadline'] => {
  const { program } = call.scope;
  const maker = madeBy(call.callee, MAKERS);
  const options = [...call.args, ...(maker?.args ?? [])];
  if (options.some((arg) => firstField(arg, DEADLINE_KEYS, program) !== undefined)) return 'set';
  const open = call.args.slice(1).some((arg) => arg.kind === 'unknown');
  return open || (call.callee.package === '@nestjs/axios' && !maker) ? 'unknown' : 'none';
};

const methodOf = (name: string, call: LibraryCall): string => {
  const { program } = call.scope;
  const inOptions = call.args.flatMap((arg) => plainTextsOf(fieldOf(arg, 'method', program)))[0];
  if (inOptions) return inOptions.toUpperCase();
  const bare = name.replace(/^\$/, '').replace(/Form$/, '').replace(/^del$/, 'delete');
  return METHODS.test(name) && !['request', 'stream'].includes(bare) ? bare.toUpperCase() : 'GET';
};

const urlsOf = (call: LibraryCall): readonly TextOption[] => {
  const { program } = call.scope;
  const [first] = call.args;
  const fromOptions = call.args
    .slice(0, 2)
    .map((arg) => firstField(arg, URL_KEYS, program) ?? hostOf(arg, program))
    .find((thing) => thing !== undefined);
  const direct = textsOf(first);
  const path = direct.length > 0 ? direct : textsOf(fromOptions);
  return withBase(path, basesOf(call.callee, program));
};

const isCall = (callee: LibraryThing): boolean => {
  const name = lastStep(callee.path);
  if (callee.package === 'http' || callee.package === 'https')
    return callee.path === 'request' || callee.path === 'get';
  if (METHODS.test(name)) return true;
  if (callee.package === 'supertest') return false;
  if (callee.package === 'undici') return name === 'fetch';
  return (
    callee.path === '' ||
    (/(?:^|\.)(?:create|extend|axios|fetch|defaults|\$fetch|ofetch|got|ky)(?:\(\))?$/.test(callee.path) &&
      !/(?:^|\.)(?:create|extend|defaults)$/.test(callee.path))
  );
};

const callDeed = (call: LibraryCall): CallDeed => {
  const method = methodOf(lastStep(call.callee.path), call);
  const urls = urlsOf(call);
  return {
    kind: 'call',
    protocol: 'http',
    method,
    urls,
    label: `${method} ${urls[0]?.text ?? '?'}`,
    deadline: deadlineOf(call),
  };
};

/** Clients over HTTP: axios and its kin, also behind Nest's HttpService. */
export const httpClients: Library = {
  packages: (name) => PACKAGES.has(name),
  recognise: (call) => {
    if (call.callee.path.endsWith('interceptors.request.use')) {
      noteInterceptor(call);
      return { takesCallbacks: true };
    }
    if (/createServer$|Server\(\)\.|interceptors\./.test(call.callee.path)) return undefined;
    return isCall(call.callee) ? { deeds: [callDeed(call)] } : undefined;
  },
};

/** `fetch` as Node and browsers have it, and wrappers that take its place. */
export const globalFetch: Library = {
  packages: ['global'],
  recognise: (call) => {
    if (call.callee.path === 'fetch' || call.callee.path === '$fetch' || call.callee.path === 'useFetch')
      return { deeds: [callDeed(call)] };
    if (
      call.callee.path === '$.ajax' ||
      call.callee.path === '$.get' ||
      call.callee.path === '$.post' ||
      call.callee.path === '$.getJSON'
    )
      return { deeds: [callDeed(call)] };
    if (/^set(?:Timeout|Interval|Immediate)$/.test(call.callee.path)) return { detaches: true };
    return undefined;
  },
};
