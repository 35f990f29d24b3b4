import { lastStep, librariesOf } from '../../things.ts';
import type { CallDeed, DeedKind, Library, LibraryCall, LibraryThing } from '../../types.ts';
import { publishedThrough } from '../mesh/sidecar.ts';
import { noteDefault, noteInterceptor } from './bases.ts';
import { noteIntercepted, noteLimit, waitingOf } from '../patience/clients.ts';
import { methodOf, SENDS } from './methods.ts';
import { argsOf, urlsOf } from './urls.ts';

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
  'ofetch',
  'make-fetch-happen',
  'http',
  'https',
  'nestjs-axios',
  'phin',
  'urllib',
  'redaxios',
  'node-fetch-native',
  '@nuxt/http',
  '@hey-api/client-fetch',
  '@hey-api/client-axios',
]);

const CALLABLE = /(?:^|\.)(?:create|extend|axios|axiosRef|fetch|defaults|\$fetch|ofetch|got|ky)(?:\(\))?$/;

const isCall = (callee: LibraryThing): boolean => {
  const name = lastStep(callee.path);
  if (callee.package === 'http' || callee.package === 'https')
    return callee.path === 'request' || callee.path === 'get';
  if (/(?:^|\.)paginate\.(?:all|each)$/.test(callee.path)) return true;
  if (SENDS.test(name)) return true;
  if (callee.package === 'supertest' || callee.package.startsWith('@hey-api/')) return false;
  if (callee.package === 'undici') return name === 'fetch';
  return callee.path === '' || (CALLABLE.test(callee.path) && !/(?:^|\.)(?:create|extend|defaults)$/.test(callee.path));
};

/** The request that a call sends. */
export const requestOf = (call: LibraryCall): CallDeed => {
  const method = methodOf(lastStep(call.callee.path), argsOf(call), call);
  const urls = urlsOf(call);
  return {
    kind: 'call',
    protocol: 'http',
    method,
    urls,
    label: `${method} ${urls[0]?.text ?? '?'}`,
    ...waitingOf(call),
  };
};

/** A request is a call, except where it asks a sidecar to publish. */
export const deedOf = (call: LibraryCall): DeedKind => {
  const request = requestOf(call);
  return publishedThrough(request) ?? request;
};

const recognise: Library['recognise'] = (call) => {
  const { path } = call.callee;
  if (path.endsWith('interceptors.request.use')) {
    noteInterceptor(call);
    noteIntercepted(call);
    return { takesCallbacks: true };
  }
  if (/createServer$|Server\(\)\.|interceptors\./.test(path)) return undefined;
  return isCall(call.callee) ? { deeds: [deedOf(call)] } : undefined;
};

/** Clients over HTTP: axios and its kin, also behind Nest's HttpService. */
export const httpClients: Library = {
  packages: (name) => PACKAGES.has(name),
  recognise,
  assigned: (to, value, program) => {
    noteDefault(to.holder, to.name, value(), program);
    noteLimit(to, value(), program);
  },
};

/** The HttpService that Nest's core once had. */
export const nestHttpOfOld: Library = {
  packages: ['@nestjs/common'],
  recognise: (call) => (call.callee.path.startsWith('HttpService().') ? recognise(call) : undefined),
};

/** What is put around axios, or around an instance of it, gives it back: `rateLimit(axios.create(…))`. */
export const aroundAxios: Library = {
  packages: (name) => /axios/.test(name) && !PACKAGES.has(name),
  result: (_, args) => args.flatMap((arg) => librariesOf(arg)).find(({ package: name }) => name === 'axios'),
};

const isFetch = ({ package: name, path }: LibraryThing): boolean =>
  name === 'global' ? path === 'fetch' : /fetch/.test(name);

/** `fetchRetry(fetch, …)`, `fetchCookie(fetch)`: fetch with something around it. */
export const aroundFetch: Library = {
  packages: ['fetch-retry', 'fetch-cookie', '@vercel/fetch', 'fetch-h2', 'fetch-defaults'],
  result: (callee, args) =>
    callee.path === '' || callee.path === 'default'
      ? (args.flatMap((arg) => librariesOf(arg)).find(isFetch) ?? { kind: 'library', package: 'global', path: 'fetch' })
      : undefined,
};
