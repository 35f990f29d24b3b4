import type { Retry, Waiting } from '../../../../model/waiting.ts';
import { fieldOf, itemsOf } from '../../things.ts';
import type { CallDeed, LibraryCall, LibraryThing, Thing } from '../../types.ts';
import { amountOf, isOpen, limitIn } from './amounts.ts';

const KEYS = ['deadline', 'timeoutMs', 'defaultTimeoutMs', 'signal', 'timeout'];
const CONFIGS = ['grpc.service_config', 'options.channelOptions', 'channelOptions'];

/** The calls that made a stub, the nearest first. */
const makersOf = (callee: LibraryThing): readonly LibraryThing[] => {
  const makers: LibraryThing[] = [];
  for (let step = callee.parent; step; step = step.parent) if (step.args) makers.push(step);
  return makers;
};

/** Options of a client and of the transports and lists among them. */
const spread = (things: readonly Thing[]): readonly Thing[] =>
  things.flatMap((thing): readonly Thing[] =>
    thing.kind === 'library' ? (thing.args ?? []) : thing.kind === 'array' ? thing.items : [thing],
  );

/** `methodConfig` of a service configuration, which a channel was given as JSON. */
const methodsIn = (options: Thing, call: LibraryCall): readonly Thing[] => {
  const { program } = call.scope;
  const direct = [options, ...CONFIGS.flatMap((key) => byKey(options, key, call) ?? [])];
  const configs = direct.flatMap((thing) => [thing, byKey(thing, 'grpc.service_config', call) ?? []].flat());
  return configs.flatMap((config) => itemsOf(fieldOf(config, 'methodConfig', program)));
};

/** A field whose own name may hold a dot. */
const byKey = (of: Thing, key: string, call: LibraryCall): Thing | undefined => {
  const { program } = call.scope;
  if (of.kind !== 'object') return undefined;
  const entry = of.value.entries.find((one) => one.key === key);
  return entry ? program.evaluate(entry.value, of.scope) : fieldOf(of, key, program);
};

const retryIn = (method: Thing, call: LibraryCall, at: Retry['at']): readonly Retry[] => {
  const policy = fieldOf(method, 'retryPolicy', call.scope.program);
  if (!policy) return [];
  const attempts = amountOf(fieldOf(policy, 'maxAttempts', call.scope.program));
  return [{ ...(attempts === undefined ? {} : { attempts }), paced: 'yes', jitter: 'yes', by: 'client', at }];
};

/** How long a remote procedure call waits: by its own options, its client's, or the service configuration of its channel. */
export const grpcWaiting = (call: LibraryCall): Pick<CallDeed, 'deadline' | 'waiting'> => {
  const { program } = call.scope;
  const makers = makersOf(call.callee);
  const own = call.args.flatMap((arg) => limitIn(arg, KEYS, { by: 'call', at: call.at, program }) ?? []);
  const made = makers.flatMap((maker) => {
    const at = maker.at ?? call.at;
    const options = spread(maker.args ?? []);
    const methods = options.flatMap((option) => methodsIn(option, call));
    return {
      limits: [...options, ...methods].flatMap((one) => limitIn(one, KEYS, { by: 'client', at, program }) ?? []),
      retries: methods.flatMap((method) => retryIn(method, call, at)),
    };
  });
  const limits = [...own, ...made.flatMap((one) => one.limits)];
  const retries = made.flatMap((one) => one.retries);
  const client = makers.find(({ at }) => at)?.at;
  // A type alone tells of it: `Client<typeof OrdersService>`.
  const isHandedIn = makers.length > 0 && makers.every(({ at, args = [] }) => !at && args.length === 0);
  const waiting: Waiting = {
    ...(client ? { client } : {}),
    ...(limits.length > 0 ? { limits } : {}),
    ...(retries.length > 0 ? { retries } : {}),
    ...(isHandedIn ? { isHandedIn } : {}),
  };
  const open = isHandedIn || call.args.slice(1).some((arg) => arg.kind === 'object' && isOpen(arg, program));
  return { deadline: limits.length > 0 ? 'set' : open ? 'unknown' : 'none', waiting };
};
