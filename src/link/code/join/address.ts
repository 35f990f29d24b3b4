import type { TextOption } from '../types.ts';

/** Where a URL or an address points to. A host that is not known has no `host`. */
export type Address = {
  readonly host?: string;
  readonly port?: number;
  readonly path: string;
  readonly scheme: string;
};

const URL = /^(?:([a-z][a-z0-9+.-]*):)?\/\/(?:[^@/?#]*@)?([^/:?#,]*)(?::([^/?#,]+))?([/?#].*)?$/i;
const HOST_PORT = /^([a-z0-9_.-]+|\{[^}]*\}):(\d+|\{[^}]*\})(\/.*)?$/i;
const SCHEME_ONLY = /^(?:dns|ipv4|static|lb|discovery):(?:\/\/\/?)?/i;

const addressFrom = (scheme: string, host: string, port: string | undefined, path: string): Address => {
  const known = host !== '' && !host.includes('{');
  const number = port !== undefined && /^\d+$/.test(port) ? Number(port) : undefined;
  return { scheme, path, ...(known ? { host } : {}), ...(number === undefined ? {} : { port: number }) };
};

/** Takes an address apart; a text that starts with `/` or a hole has only a path. */
export const addressOf = (text: string): Address => {
  const bare = text.replace(SCHEME_ONLY, '');
  const url = URL.exec(bare);
  if (url) return addressFrom(url[1] ?? '', url[2] ?? '', url[3], url[4] ?? '');
  const pair = HOST_PORT.exec(bare);
  if (pair) return addressFrom('', pair[1] ?? '', pair[2], pair[3] ?? '');
  const hole = /^\{[^}]*\}(.*)$/s.exec(bare);
  if (hole) return { scheme: '', path: hole[1] ?? '' };
  if (/^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/i.test(bare) && bare !== text) return { scheme: '', host: bare, path: '' };
  return { scheme: '', path: bare };
};

const INTERNAL = /(?:^|\.)(?:local|internal|svc|cluster|lan|localdomain|localhost|test|docker)$/i;

/** A public name: nothing of the workspace answers there. */
export const isPublicHost = (host: string): boolean =>
  /\.[a-z]{2,}$/i.test(host) && !INTERNAL.test(host) && !/\.svc\./.test(host);

export const isLocalHost = (host: string): boolean =>
  /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[?::1\]?|host\.docker\.internal)$/.test(host);

/** The path alone, without query, without trailing slash. */
export const pathOnly = (path: string): string => path.replace(/[?#].*$/, '').replace(/\/+$/, '');

/** The variables that decide where an address points to. */
export const variablesOf = (option: TextOption): readonly string[] => [
  ...option.env,
  ...[...option.text.matchAll(/\{([^}]*)\}/g)]
    .slice(0, 2)
    .flatMap((match) => (match[1] === undefined ? [] : [match[1]])),
];
