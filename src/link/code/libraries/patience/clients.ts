import type { Limit, Retry, Waiting } from '../../../../model/waiting.ts';
import { waitingThrough } from '../../../../model/waiting.ts';
import { fieldOf, functionsOf, lastStep, librariesOf } from '../../things.ts';
import type { CallDeed, Library, LibraryCall, LibraryThing, Program, Thing, Told } from '../../types.ts';
import { keyOfClient, makersOf, selfIn } from '../http/bases.ts';
import { keyOf } from '../../evaluate/enter.ts';
import { amountOf, isOpen, limitIn } from './amounts.ts';

const KEYS = [
  'timeout',
  'signal',
  'timeoutMs',
  'requestTimeout',
  'response_timeout',
  'headersTimeout',
  'bodyTimeout',
  'proxyTimeout',
];

/** What clients do by themselves, where they are told nothing. */
const BY_ITSELF: Readonly<Record<string, { readonly ms?: number; readonly attempts?: number }>> = {
  ky: { ms: 10_000, attempts: 3 },
  'ky-universal': { ms: 10_000, attempts: 3 },
  got: { attempts: 3 },
};
const AGAIN = /^(?:get|put|head|delete|options|trace)$/i;

/** Clients whose second argument is what is sent, not how. */
const BODY_SECOND = new Set(['axios', '@nestjs/axios', '@nestjs/common', 'redaxios', 'needle', 'phin']);
const SENDS_BODY = /^(?:post|put|patch)(?:Form)?$/;

/** The arguments that say how to send. */
const optionsOfCall = (call: LibraryCall): readonly Thing[] => {
  const isBody = SENDS_BODY.test(lastStep(call.callee.path)) && BODY_SECOND.has(call.callee.package);
  return call.args.slice(isBody ? 2 : 0).filter((arg) => arg.kind !== 'texts');
};

const retryIn = (options: Thing, by: Retry['by'], call: LibraryCall, at = call.at): Retry | 'off' | undefined => {
  const { program } = call.scope;
  const given = fieldOf(options, 'retry', program) ?? fieldOf(options, 'retryOptions', program);
  if (!given) return undefined;
  const more = amountOf(given) ?? amountOf(fieldOf(given, 'limit', program) ?? fieldOf(given, 'maxRetries', program));
  if (more === 0) return 'off';
  return { by, at, paced: 'yes', jitter: 'unknown', ...(more === undefined ? {} : { attempts: more + 1 }) };
};

type Place = { readonly things: readonly Thing[]; readonly by: 'call' | 'client'; readonly at: Limit['at'] };

const placesOf = (call: LibraryCall): readonly Place[] => [
  { things: optionsOfCall(call), by: 'call', at: call.at },
  ...makersOf(call.callee).map((maker): Place => ({ things: maker.args ?? [], by: 'client', at: maker.at ?? call.at })),
];

/** What was told to the client after it was made, and to Nest's HttpService by the module of the class that uses it. */
const toldTo = (call: LibraryCall): Told | undefined => {
  const { program } = call.scope;
  const { package: name } = call.callee;
  if (name === '@nestjs/axios' && makersOf(call.callee).every(({ args }) => !args?.length)) {
    const self = selfIn(call.scope);
    const own = self?.kind === 'instance' ? program.patience.get(`${name} ${keyOf(program, self.of)}`) : undefined;
    return own ?? program.patience.get(name) ?? { open: true };
  }
  const key = keyOfClient(call.callee, program);
  const [all, own] = [program.patience.get(name), key === name ? undefined : program.patience.get(key)];
  const waiting = waitingThrough(own?.waiting, all?.waiting);
  return waiting ? { waiting } : undefined;
};

/** A client that comes from outside what is read here: `constructor(private http: AxiosInstance)`. */
const isHandedIn = ({ path }: LibraryThing): boolean => /(?:AxiosInstance|AxiosStatic|KyInstance|Got)\b/.test(path);

const byItself = (call: LibraryCall, known: readonly (Retry | 'off')[], limits: readonly Limit[]): Waiting => {
  const does = BY_ITSELF[call.callee.package];
  const isAgain = AGAIN.test(lastStep(call.callee.path));
  const retries: readonly Retry[] =
    known.length === 0 && does?.attempts !== undefined && isAgain
      ? [{ attempts: does.attempts, paced: 'yes', jitter: 'unknown', by: 'library', at: call.at }]
      : [];
  return {
    ...(limits.length === 0 && does?.ms !== undefined ? { limits: [{ ms: does.ms, by: 'library', at: call.at }] } : {}),
    ...(retries.length > 0 ? { retries } : {}),
  };
};

/** `options.timeout = 5000`, said of what is handed over before it is. */
const setBefore = ({ fact, scope, at }: LibraryCall): readonly Limit[] => {
  const given = new Set(fact.args.flatMap((arg) => (arg.kind === 'name' ? [arg.name] : [])));
  const assigns = given.size > 0 ? (scope.module.fact.functions[scope.fn]?.assigns ?? []) : [];
  return assigns.flatMap(({ target, value }): readonly Limit[] => {
    if (target.kind !== 'member' || target.of.kind !== 'name' || !given.has(target.of.name)) return [];
    if (!KEYS.includes(target.name)) return [];
    const ms = amountOf(scope.program.evaluate(value, scope));
    return ms === 0 ? [] : [{ by: 'call', at, ...(ms === undefined ? {} : { ms }) }];
  });
};

/** How long a request over HTTP waits, as the call, its client and what was told to it say. */
export const waitingOf = (call: LibraryCall): Pick<CallDeed, 'deadline' | 'waiting'> => {
  const { program } = call.scope;
  const places = placesOf(call);
  const limits = places.flatMap(({ things, ...more }) =>
    things.flatMap((thing) => limitIn(thing, KEYS, { ...more, program }) ?? []),
  );
  const retries = places.flatMap(({ things, by, at }) => things.flatMap((thing) => retryIn(thing, by, call, at) ?? []));
  limits.push(...setBefore(call));
  const told = toldTo(call);
  const client = makersOf(call.callee).findLast(({ at }) => at)?.at;
  const asked = retries.filter((retry) => retry !== 'off');
  const own: Waiting = {
    ...(client ? { client } : {}),
    ...(limits.length > 0 ? { limits } : {}),
    ...(asked.length > 0 ? { retries: asked } : {}),
  };
  const waiting = waitingThrough(waitingThrough(told?.waiting, own), byItself(call, retries, limits)) ?? own;
  const open =
    told?.open === true ||
    isHandedIn(call.callee) ||
    places.some(({ things }) => things.some((one) => isOpen(one, program)));
  return { deadline: waiting.limits ? 'set' : open ? 'unknown' : 'none', waiting };
};

/** Keeps what a client is told of waiting, for all that goes through it. */
export const noteWaiting = (client: LibraryThing, waiting: Waiting, program: Program): void => {
  const key = keyOfClient(client, program);
  const known = program.patience.get(key)?.waiting;
  const all = waitingThrough(known, waiting);
  if (all) program.patience.set(key, { waiting: all });
};

/** `client.defaults.timeout = 5000` */
export const noteLimit = (to: Assigned, value: Thing, program: Program): void => {
  const { holder, name, at } = to;
  const ms = amountOf(value);
  if (!KEYS.includes(name) || lastStep(holder.path) !== 'defaults' || ms === 0) return;
  noteWaiting(holder, { limits: [{ by: 'client', at, ...(ms === undefined ? {} : { ms }) }] }, program);
};
type Assigned = { readonly holder: LibraryThing; readonly name: string; readonly at: Limit['at'] };

/** `interceptors.request.use((config) => { config.timeout = 5000; … })` */
export const noteIntercepted = (call: LibraryCall): void => {
  const { program } = call.scope;
  for (const fn of functionsOf(call.args[0])) {
    const scope = program.enter(fn, []);
    for (const { target, value } of scope.module.fact.functions[fn.id]?.assigns ?? []) {
      if (target.kind !== 'member' || !KEYS.includes(target.name)) continue;
      const ms = amountOf(program.evaluate(value, scope));
      noteWaiting(
        call.callee,
        { limits: [{ by: 'wrapper', at: call.at, ...(ms === undefined ? {} : { ms }) }] },
        program,
      );
    }
  }
};

/** `axiosRetry(client, { retries: 3, retryDelay: axiosRetry.exponentialDelay })` */
export const axiosRetry: Library = {
  packages: ['axios-retry', 'retry-axios', 'axios-better-retry'],
  recognise: (call) => {
    const client = librariesOf(call.args[0])[0] ?? { kind: 'library', package: 'axios', path: '' };
    if (lastStep(call.callee.path).endsWith('Delay') || client.package !== 'axios') return undefined;
    const { program } = call.scope;
    const options = call.args[1];
    const given = fieldOf(options, 'retries', program) ?? fieldOf(options, 'retry', program);
    const more = given ? amountOf(given) : 3;
    const delay = fieldOf(options, 'retryDelay', program);
    const isSpread = librariesOf(delay).some(({ path }) => path.includes('exponential'));
    const retry: Retry = {
      by: 'client',
      at: call.at,
      ...(more === undefined ? {} : { attempts: more + 1 }),
      paced: delay ? 'yes' : isOpen(options, program) ? 'unknown' : 'no',
      jitter: isSpread ? 'yes' : delay ? 'unknown' : 'no',
    };
    noteWaiting(client, { retries: [retry] }, program);
    return undefined;
  },
};
