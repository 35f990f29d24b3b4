import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutOf } from './checkout.ts';
import { headOf } from './head.ts';

/**
 * Where a browser finds a file of this checkout, with `{file}` and `{line}` in it: the commit that is checked out, at the
 * host that `origin` names. Undefined where there is no commit or the host is none whose addresses are known.
 */
export function sourceAddressOf(root: string): string | undefined {
  const folder = checkoutOf(root)?.commonFolder;
  const head = headOf(root);
  if (folder === undefined || head === undefined) return undefined;
  const remote = originIn(textOf(join(folder, 'config')));
  const repository = remote === undefined ? undefined : repositoryOf(remote);
  if (!repository) return undefined;
  const prefix = head.prefix === '' ? '' : `${head.prefix.split('/').map(encodeURIComponent).join('/')}/`;
  return shapeOf(repository, head.commit, prefix);
}

/** The address of `origin` in Git's configuration. */
export function originIn(config: string): string | undefined {
  let isOrigin = false;
  for (const line of config.split('\n')) {
    if (/^\s*\[/.test(line)) isOrigin = /^\s*\[remote "origin"\]/.test(line);
    else if (isOrigin) {
      const url = /^\s*url\s*=\s*(.+?)\s*$/.exec(line)?.[1];
      if (url !== undefined) return url.replace(/^"(.*)"$/, '$1');
    }
  }
  return undefined;
}

type Repository = { readonly host: string; readonly path: string };

/** Host and path alone: user, password, port and query of a remote's address go nowhere. */
export function repositoryOf(remote: string): Repository | undefined {
  const short = /^(?:[^\s/@:]+@)?([\w.-]+\.[a-z]{2,}):(?!\/)([^\s?#]+)$/i.exec(remote);
  const [host, path] = short ? [short[1], short[2]] : partsOf(remote);
  const bare = path?.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '');
  if (host === undefined || bare === undefined || !/^[\w.-]+(?:\/[\w.~-]+)+$/.test(bare)) return undefined;
  return { host: host.toLowerCase(), path: bare };
}

function partsOf(remote: string): [string?, string?] {
  if (!/^(?:https?|ssh|git):\/\//i.test(remote) || !URL.canParse(remote)) return [];
  const { hostname, pathname } = new URL(remote);
  return [hostname, pathname];
}

function shapeOf({ host, path }: Repository, commit: string, prefix: string): string | undefined {
  const top = `https://${host}/${path}`;
  const named = (name: string): boolean =>
    host === `${name}.com` || host === `${name}.org` || host.startsWith(`${name}.`);
  if (named('github')) return `${top}/blob/${commit}/${prefix}{file}#L{line}`;
  if (named('gitlab')) return `${top}/-/blob/${commit}/${prefix}{file}#L{line}`;
  if (named('bitbucket')) return `${top}/src/${commit}/${prefix}{file}#lines-{line}`;
  if (named('codeberg') || named('gitea') || named('forgejo'))
    return `${top}/src/commit/${commit}/${prefix}{file}#L{line}`;
  return undefined;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
