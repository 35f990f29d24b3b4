import type { Evidence } from '../../../model/evidence.ts';
import { aroundOf } from '../walk/around.ts';
import { isOpen, limitIn } from './patience/amounts.ts';
import { fieldOf, functionsOf, itemsOf, lastStep, objectsOf, textsOf } from '../things.ts';
import type { CallDeed, Deed, Library, LibraryCall, Program, TextOption, Thing } from '../types.ts';
import { option } from './kit.ts';

const PACKAGES = [
  'http-proxy-middleware',
  'http-proxy',
  'express-http-proxy',
  '@fastify/http-proxy',
  'fastify-http-proxy',
  '@fastify/reply-from',
  'koa-proxies',
  'koa-proxy',
  'koa-better-http-proxy',
  'http-proxy-node16',
  'fast-gateway',
  'fast-proxy',
  'httpxy',
  'redbird',
];
const MAKES =
  /^(?:createProxyMiddleware|legacyCreateProxyMiddleware|fixRequestBody|createProxyServer|createProxy|createServer|web|ws|proxy|legacy|)$/;

/** What a function gives that is asked for each request. */
const given = (thing: Thing | undefined, program: Program): readonly TextOption[] =>
  functionsOf(thing).flatMap((fn) => textsOf(program.call(fn, [], fn.scope)));

/** `router: { '/orders': 'http://orders' }`, or a function. */
const tableTargets = (thing: Thing | undefined, program: Program): readonly TextOption[] => [
  ...given(thing, program),
  ...objectsOf(thing).flatMap((object) =>
    object.value.entries.flatMap((entry) => textsOf(program.evaluate(entry.value, object.scope))),
  ),
];

export const forwarded = (call: {
  readonly args: readonly Thing[];
  readonly program: Program;
  readonly at?: Evidence;
  /** What the proxy was made with, before it was told where to. */
  readonly made?: readonly Thing[];
}): CallDeed | undefined => {
  const { args, program, at } = call;
  const targets = args.flatMap((arg) => [
    ...textsOf(fieldOf(arg, 'target', program)),
    ...textsOf(fieldOf(arg, 'upstream', program)),
    ...textsOf(fieldOf(arg, 'base', program)),
    ...textsOf(fieldOf(arg, 'host', program)),
    ...textsOf(fieldOf(arg, 'target.host', program)),
    ...tableTargets(fieldOf(arg, 'router', program), program),
    ...itemsOf(fieldOf(arg, 'routes', program)).flatMap((item) => textsOf(fieldOf(item, 'target', program))),
  ]);
  const direct = args
    .flatMap((arg, index) => [...textsOf(arg), ...(index === 0 ? given(arg, program) : [])])
    .filter((text) => /^https?:|^\{|:\d+/.test(text.text));
  const urls = [...targets, ...direct];
  if (urls.length === 0) return undefined;
  return {
    kind: 'call',
    protocol: 'http',
    method: 'ANY',
    urls,
    label: `proxy ${urls[0]?.text ?? '?'}`,
    ...proxyWaiting([...args, ...(call.made ?? [])], program, at),
  };
};

const LIMITS = ['proxyTimeout', 'timeout', 'requestTimeout', 'http.requestOptions'];

const proxyWaiting = (
  args: readonly Thing[],
  program: Program,
  at: Evidence | undefined,
): Pick<CallDeed, 'deadline' | 'waiting'> => {
  const limits = args.flatMap((arg) => (at && limitIn(arg, LIMITS, { by: 'client', at, program })) ?? []);
  if (limits.length > 0) return { deadline: 'set', waiting: { ...(at ? { client: at } : {}), limits } };
  const open = args.some((arg) => isOpen(arg, program) && arg.kind === 'object');
  return { deadline: open ? 'unknown' : 'none', ...(at ? { waiting: { client: at } } : {}) };
};

const note = (call: LibraryCall): void => {
  const what = forwarded({
    args: call.args,
    program: call.scope.program,
    at: call.at,
    made: call.callee.parent?.args ?? [],
  });
  const deed: Deed | undefined = what && { what, trail: [call.at], around: aroundOf(call.fact) };
  if (deed) call.scope.program.aside.push(deed);
};

/** Middleware that forwards requests to another address. */
export const proxies: Library = {
  packages: PACKAGES,
  recognise: (call) => {
    if (
      MAKES.test(lastStep(call.callee.path)) &&
      !(lastStep(call.callee.path) === 'createServer' && !option(call, 'target'))
    )
      note(call);
    return undefined;
  },
};

export const isProxy = (name: string): boolean => PACKAGES.includes(name);
