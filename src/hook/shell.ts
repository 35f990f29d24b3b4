import { errors } from '../errors/hook.ts';
import { hasBlock, insertBlock, removeBlock } from './block.ts';

const shebang = '#!/bin/sh\n';

/**
 * A shell hook with our check in it: at its end, or before anything that ends the script early.
 * husky's own hooks have no first line with an interpreter.
 */
export function addToShell(path: string, text: string | undefined, command: string, bare: boolean): string {
  if (text === undefined) return insertBlock(bare ? '' : shebang, bare ? 0 : shebang.length, [`${command} || exit $?`]);
  if (hasBlock(text)) return text;
  const first = text.split('\n', 1)[0] ?? '';
  if (first.startsWith('#!') && !/\b(ba|da|z|k|a)?sh\b/.test(first)) throw errors.notAShellHook(path, first);
  const leaves = /^[ \t]*(exec|exit)\b/m.test(text);
  return insertBlock(text, leaves ? headerEnd(text) : text.length, [`${command} || exit $?`]);
}

/** The hook without our check; undefined when nothing else was in it. */
export function removeFromShell(text: string): string | undefined {
  const rest = removeBlock(text);
  return hasBlock(text) && (rest === '' || rest === shebang) ? undefined : rest;
}

/** Where the leading comments end, and the line with which older husky hooks begin. */
function headerEnd(text: string): number {
  let end = 0;
  for (const line of text.split(/(?<=\n)/)) {
    if (!/^\s*(#|$)/.test(line) && !line.includes('husky.sh')) break;
    end += line.length;
  }
  return end;
}
