import { joinPieces, pieceOf } from '../../evaluate/texts.ts';
import { fieldOf, plainTextsOf, textsOf, textThing } from '../../things.ts';
import type { LibraryCall, Program, TextOption, Thing } from '../../types.ts';
import { basesOf, firstField } from './bases.ts';
import { behindSidecar } from '../mesh/sidecar.ts';
import { SENDS, VERB } from './methods.ts';
import { lastStep } from '../../things.ts';

/** Names under which one address is given in options. */
const URL_KEYS = ['url', 'uri', 'href'];

/** `host` and `port` of `http.request` options. */
const hostOf = (options: Thing | undefined, program: Program): Thing | undefined => {
  const host = firstField(options, ['hostname', 'host'], program);
  if (!host || textsOf(host).length === 0) return undefined;
  const port = fieldOf(options, 'port', program);
  const path = fieldOf(options, 'path', program);
  return joinPieces([
    textsOf(textThing('http://')),
    pieceOf(host, 'host'),
    ...(port ? [textsOf(textThing(':')), pieceOf(port, 'port')] : []),
    ...(path ? [pieceOf(path, 'path')] : []),
  ]);
};

const isAbsolute = (option: TextOption): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(option.text);

/** A path behind every base it may have. Absolute addresses need none. */
export const withBase = (path: readonly TextOption[], base: readonly TextOption[]): readonly TextOption[] => {
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
  return [...absolute, ...textsOf(joinPieces([bases, slashed]))];
};

/** The arguments as they count: without the method in front, and with those of a `Request` in its place. */
export const argsOf = (call: LibraryCall): readonly Thing[] => {
  const [first, ...rest] = call.args;
  if (first?.kind === 'library' && first.package === 'global' && first.path === 'Request()')
    return [...(first.args ?? []), ...rest];
  return call.args;
};

const withoutVerb = (args: readonly Thing[]): readonly Thing[] => {
  const texts = plainTextsOf(args[0]);
  return args.length > 1 && texts.length === 1 && VERB.test(texts[0] ?? '') ? args.slice(1) : args;
};

const CARRIES_BODY = /^(?:post|put|patch)(?:Form)?$/;
/** Clients whose second argument is what is sent, not how. */
const BODY_SECOND = new Set(['axios', '@nestjs/axios', '@nestjs/common', 'redaxios', 'needle', 'phin']);

/** The arguments that say how to send; what is sent may hold fields of the same names. */
const optionsIn = (call: LibraryCall, args: readonly Thing[]): readonly Thing[] => {
  const sendsBody = CARRIES_BODY.test(lastStep(call.callee.path)) && BODY_SECOND.has(call.callee.package);
  return sendsBody ? [...args.slice(0, 1), ...args.slice(2)] : args;
};

/** `url.pathname = '/x'`, set on the URL before it is called. */
const assignedPath = ({ fact, scope }: LibraryCall): Thing | undefined => {
  const [first] = fact.args;
  const site = first?.kind === 'call' ? scope.module.fact.calls[first.site]?.callee : first;
  const of = site?.kind === 'member' && /^(?:toString|href)$/.test(site.name) ? site.of : site;
  if (of?.kind !== 'name') return undefined;
  const found = (scope.module.fact.functions[scope.fn]?.assigns ?? []).find(
    ({ target }) =>
      target.kind === 'member' && target.name === 'pathname' && target.of.kind === 'name' && target.of.name === of.name,
  );
  return found && scope.program.evaluate(found.value, scope);
};

const PATH_IN_OPTIONS = new Set(['undici']);

const fromOptions = (call: LibraryCall, args: readonly Thing[]): Thing | undefined => {
  const { program } = call.scope;
  const { package: name } = call.callee;
  const keys = PATH_IN_OPTIONS.has(name) ? [...URL_KEYS, 'path'] : URL_KEYS;
  const isNode = name === 'http' || name === 'https';
  return args
    .slice(0, isNode || name === 'got' ? 2 : 1)
    .map((arg) => firstField(arg, keys, program) ?? hostOf(arg, program))
    .find((thing) => thing !== undefined);
};

/** Every address a call may go to; through the sidecar of a mesh it is that of whom the sidecar asks. */
export const urlsOf = (call: LibraryCall): readonly TextOption[] => {
  const found = addressedTo(call);
  return behindSidecar(found, argsOf(call), call.scope.program);
};

const addressedTo = (call: LibraryCall): readonly TextOption[] => {
  const args = withoutVerb(argsOf(call));
  const direct = textsOf(args[0]);
  const assigned = assignedPath(call);
  const path = direct.length > 0 ? direct : textsOf(fromOptions(call, args));
  if (assigned) return withBase(textsOf(assigned), path);
  const inUndici = call.callee.package === 'undici' && SENDS.test(lastStep(call.callee.path)) && direct.length > 0;
  const inSecond = inUndici ? textsOf(fieldOf(args[1], 'path', call.scope.program)) : [];
  if (inSecond.length > 0) return withBase(inSecond, path);
  return withBase(path, basesOf(call, optionsIn(call, args)));
};
