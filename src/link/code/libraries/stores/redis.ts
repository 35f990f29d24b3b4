import type { Evidence } from '../../../../model/evidence.ts';
import { evidenceAt, fieldOf, itemsOf, lastStep, objectsOf, optionsOf, plainTextsOf, textsOf } from '../../things.ts';
import type { DataDeed, Library, LibraryCall, Recognised, Scope, Thing } from '../../types.ts';
import { callbacks, listen, namesIn, openHandler, publish } from '../kit.ts';
import { open } from './opening.ts';
import { popped, pushed } from './redis-lists.ts';
import { data } from './verbs.ts';

const OPENS = /^(?:|Redis|createClient|createCluster|Cluster|RedisModule\.forRoot(?:Async)?|Redis\.Cluster)$/;

const opening = (call: LibraryCall): Recognised => {
  const [first, second] = call.args;
  const isPort = first?.kind === 'number';
  const texts = textsOf(first);
  if (isPort) open(call, { engine: 'redis', role: 'cache', ...(second ? { host: second } : {}) });
  else if (texts.length > 0) open(call, { engine: 'redis', role: 'cache', url: first });
  else open(call, { engine: 'redis', role: 'cache', options: fieldOf(first, 'config', call.scope.program) ?? first });
  return {};
};

/** Streams that several kinds of messages share are told apart by the field that names the kind. */
const KINDS = ['action', 'type', 'event', 'eventType', 'event_type', 'kind', 'name'];

type StreamKeys = { readonly keys: readonly string[]; readonly openKey: boolean };

const streamKeys = (call: LibraryCall): StreamKeys => {
  const fields = call.args.flatMap((arg) => objectsOf(arg));
  for (const key of KINDS) {
    const found = fields.flatMap((object) => fieldOf(object, key, call.scope.program) ?? []);
    if (found.length > 0) {
      const keys = found.flatMap((thing) => plainTextsOf(thing));
      return { keys, openKey: keys.length === 0 };
    }
  }
  return { keys: [], openKey: fields.length === 0 };
};

const addToStream = (call: LibraryCall): Recognised => {
  const names = namesIn(call.args[0]);
  return { deeds: [publish('redis', names, { label: `redis ${names[0] ?? '?'}`, ...streamKeys(call) })] };
};

/** The streams that `XREADGROUP` reads: keys of objects, or what stands between STREAMS and the ids. */
const streamsRead = (call: LibraryCall): readonly string[] => {
  const { program } = call.scope;
  const objects = call.args.flatMap((arg) => [...objectsOf(arg), ...itemsOf(arg)]);
  const byKey = objects.flatMap((object) => namesIn(fieldOf(object, 'key', program)));
  const words = call.args.map((arg) => plainTextsOf(arg)[0] ?? '');
  const at = words.findIndex((word) => word.toUpperCase() === 'STREAMS');
  const after = at === -1 ? [] : words.slice(at + 1).filter((word) => word !== '' && !/^[>$0-9]/.test(word));
  return [...byKey, ...after];
};

/** Tables of handlers by message kind that the reading function was handed: `{ [Kind.A]: onA }`. */
const tablesIn = (things: readonly Thing[], depth = 0): readonly (readonly [string, Thing])[] =>
  depth > 4
    ? []
    : things
        .slice(0, 12)
        .flatMap((item) => optionsOf(item))
        .flatMap((thing): readonly (readonly [string, Thing])[] => {
          if (thing.kind === 'array') return tablesIn(thing.items, depth + 1);
          if (thing.kind !== 'object' || thing.value.entries.length > 40) return [];
          const { program } = thing.scope;
          const entries = thing.value.entries.map((entry) => {
            const computed = entry.computed
              ? plainTextsOf(program.evaluate(entry.computed, thing.scope))[0]
              : undefined;
            return [entry.key ?? computed ?? '', program.evaluate(entry.value, thing.scope)] as const;
          });
          const isTable =
            entries.length > 0 && entries.every(([name, value]) => name !== '' && value.kind === 'function');
          return isTable
            ? entries
            : tablesIn(
                entries.map(([, value]) => value),
                depth + 1,
              );
        });

const paramsAround = (scope: Scope | undefined): readonly Thing[] =>
  scope ? [...scope.params.values(), ...paramsAround(scope.parent)] : [];

/** Where a function stands. */
const placeOf = (run: Thing): Evidence | undefined => {
  if (run.kind !== 'function') return undefined;
  const fact = run.scope.module.fact.functions[run.id];
  return fact && evidenceAt(run.scope, fact.at);
};

/** One consumer for each kind of message that a table tells apart; else one for all. */
const readStream = (call: LibraryCall): Recognised => {
  const names = streamsRead(call);
  const note = 'pending entries of a stream are read again';
  const how = { protocol: 'redis', names, redelivers: true, note };
  const table = tablesIn(paramsAround(call.scope));
  if (table.length === 0) return listen(call, { ...how, run: [], pulls: 'once' });
  for (const [kind, run] of table) {
    const at = placeOf(run);
    listen(call, { ...how, keys: [kind], kind, run: [run], ...(at ? { at } : {}) });
  }
  return { takesCallbacks: true };
};

const subscribe = (call: LibraryCall): Recognised => {
  const root = {
    ...call.callee,
    args: call.args,
    path: call.callee.path.replace(/\.\w+$/, ''),
    parent: call.callee.parent ?? call.callee,
  };
  const { open: handler, isNew } = openHandler(call, call.callee.parent ?? root);
  handler.names.push(...namesIn(call.args[0]));
  handler.run.push(...callbacks(call));
  return isNew
    ? listen(call, { protocol: 'redis', ...handler, redelivers: false, note: 'Redis pub/sub delivers at most once' })
    : { takesCallbacks: true };
};

const onMessage = (call: LibraryCall): Recognised | undefined => {
  if (!/^p?message$/.test(plainTextsOf(call.args[0])[0] ?? '')) return undefined;
  const { open: handler, isNew } = openHandler(call, call.callee.parent ?? call.callee);
  handler.run.push(...callbacks(call));
  return isNew
    ? listen(call, {
        protocol: 'redis',
        ...handler,
        asks: false,
        redelivers: false,
        note: 'Redis pub/sub delivers at most once',
      })
    : { takesCallbacks: true };
};

const WRITES =
  /^(?:set|setex|psetex|setnx|hset|hmset|hsetnx|hincrby|incr|incrby|decr|lpush|rpush|sadd|zadd|zincrby|json\.set|jsonset|json\.arrappend|expire|pexpire|expireat|del|unlink|hdel|append|getset|mset|bf\.add)$/i;
const READS =
  /^(?:get|mget|hget|hgetall|hmget|hvals|lrange|smembers|sismember|zrange\w*|zscore|exists|ttl|keys|scan|llen|scard|json\.get|json\.mget|ft\.search|ft\.aggregate|search|bf\.exists)$/i;

/** Commands of the modules of Redis Stack count with the module's name: `client.json.set`. */
const commandOf = (path: string): string => /(?:json|ft|bf)\.\w+$/i.exec(path)?.[0] ?? lastStep(path);

const DOCUMENTS = /^(?:json\.(?:set|get|mget|arrappend)|ft\.)/i;
const COLLECTIONS = /^(?:hset|hmset|hsetnx|hincrby|incr|incrby|lpush|rpush|sadd|zadd|zincrby)$/i;

/** What tells a database from a cache: documents, keys that are never told to expire. */
const lastingOf = (name: string, args: readonly Thing[]): DataDeed['lasting'] => {
  if (/^p?expire(?:at)?$/i.test(name)) return 'expires';
  if (DOCUMENTS.test(name)) return 'documents';
  return COLLECTIONS.test(name) || (/^m?set$/i.test(name) && args.length < 3) ? 'keys' : undefined;
};

/** What takes a key only once, and says so: `SET … NX`, `SETNX`, `SADD`. */
const claims = (name: string, { args, scope: { program } }: LibraryCall): boolean =>
  /^(?:setnx|hsetnx|sadd|bf\.add)$/i.test(name) ||
  (/^set$/i.test(name) &&
    args.some(
      (arg) =>
        plainTextsOf(arg).some((text) => /^nx$/i.test(text)) ||
        ['NX', 'nx'].some((key) => fieldOf(arg, key, program) !== undefined) ||
        plainTextsOf(fieldOf(arg, 'condition', program)).includes('NX'),
    ));

const command = (call: LibraryCall): Recognised | undefined => {
  const name = commandOf(call.callee.path);
  if (claims(name, call)) return { deeds: [claimed(name, call)] };
  const verb = /^(?:incr|decr|hincr|zincr)/i.test(name)
    ? 'increment'
    : WRITES.test(name)
      ? /del|unlink/i.test(name)
        ? 'delete'
        : 'upsert'
      : READS.test(name)
        ? 'read'
        : undefined;
  const lasting = lastingOf(name, call.args);
  return verb ? { deeds: [{ ...data('redis', verb, undefined), ...(lasting ? { lasting } : {}) }] } : undefined;
};

const claimed = (name: string, { args }: LibraryCall): DataDeed => {
  const lasting = lastingOf(name, args);
  return { ...data('redis', 'insert', undefined, 'given'), ...(lasting ? { lasting } : {}) };
};

/** ioredis and node-redis: store, pub/sub and streams. */
export const redis: Library = {
  packages: [
    'redis',
    'ioredis',
    '@redis/client',
    '@liaoliaots/nestjs-redis',
    '@nestjs-modules/ioredis',
    '@upstash/redis',
    'nestjs-redis',
    'handy-redis',
    'async-redis',
  ],
  recognise: (call) => {
    const { path } = call.callee;
    if (OPENS.test(path)) return opening(call);
    const name = lastStep(path);
    switch (name.toLowerCase()) {
      case 'publish':
        return {
          deeds: [publish('redis', namesIn(call.args[0]), { label: `redis ${namesIn(call.args[0])[0] ?? '?'}` })],
        };
      case 'subscribe':
      case 'psubscribe':
        return subscribe(call);
      case 'on':
        return onMessage(call);
      case 'xadd':
        return addToStream(call);
      case 'xreadgroup':
      case 'xread':
        return readStream(call);
      case 'lpush':
      case 'rpush':
        return { deeds: [...(command(call)?.deeds ?? []), pushed(call)] };
      case 'brpop':
      case 'blpop':
      case 'blmove':
      case 'brpoplpush':
        return popped(call);
      default:
        return command(call);
    }
  },
};
