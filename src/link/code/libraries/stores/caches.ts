import { fieldOf, librariesOf, optionsOf, textsOf } from '../../things.ts';
import type { Library, LibraryCall, Recognised, Thing } from '../../types.ts';
import { open, optionsIn } from './opening.ts';

const STORES = /^(?:cache-manager-(?:io)?redis(?:-store|-yet)?|cache-manager-ioredis-yet|@keyv\/redis)$/;
const OPENS = /^(?:|default|redisStore|ioRedisStore|createKeyv|KeyvRedis|create|redisStore\.create)$/;

const openCache = (call: LibraryCall, given: Thing | undefined): Recognised => {
  const isText = textsOf(given).length > 0;
  open(call, { engine: 'redis', role: 'cache', ...(isText ? { url: given } : { options: given }) });
  return {};
};

/** Redis as the store of cache-manager or Keyv: always a cache. */
export const redisCaches: Library = {
  packages: (name) => STORES.test(name),
  recognise: (call) => (OPENS.test(call.callee.path) ? openCache(call, call.args[0]) : undefined),
};

/** `CacheModule.register({ store: redisStore, host })`, `caching({ store: redisStore })`: the store is handed over, not called. */
export const cacheModules: Library = {
  packages: ['@nestjs/cache-manager', '@nestjs/common', 'cache-manager'],
  recognise: (call) => {
    if (!/^(?:CacheModule\.register(?:Async)?|(?:cacheManager\.)?caching)$/.test(call.callee.path)) return undefined;
    const options = optionsIn(call.args[0], call.scope);
    const store = librariesOf(fieldOf(options, 'store', call.scope.program));
    const isHanded = store.some(({ package: name, path }) => STORES.test(name) && !path.endsWith(')'));
    return isHanded
      ? openCache(
          call,
          optionsOf(options).find(({ kind }) => kind === 'object'),
        )
      : undefined;
  },
};
