import { realpathSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { checkoutOf } from './checkout.ts';

/** The way from one folder to another as a prefix of paths: `''`, `services/` or `../shop/`. */
export function wayTo(folder: string, from: string): string {
  const way = relative(realOf(from), realOf(folder)).split(sep).join('/');
  return way === '' ? '' : `${way}/`;
}

/** The same from the top of the checkout that a folder lies in; `''` where it lies in none. */
export function wayFromCheckout(folder: string): string {
  const top = checkoutOf(realOf(folder))?.top;
  return top === undefined ? '' : wayTo(folder, top);
}

function realOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
