import type { ViewNode } from '../graph/types.ts';

const most = 12;

/** Nodes whose name holds what is looked for, whole words and beginnings first; then those that offer it. */
export function foundIn(nodes: readonly ViewNode[], words: string): readonly ViewNode[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return [];
  return nodes
    .map((node) => ({ node, rank: rankOf(node, wanted) }))
    .filter(({ rank }) => rank < Infinity)
    .sort((a, b) => a.rank - b.rank || a.node.name.length - b.node.name.length)
    .slice(0, most)
    .map(({ node }) => node);
}

function rankOf({ name, more, offers, context = '', kind }: ViewNode, wanted: string): number {
  const lower = name.toLowerCase();
  const side = kind === 'store' || kind === 'channel' ? 0.5 : 0;
  if (lower === wanted) return 0 + side;
  if (lower.startsWith(wanted)) return 1 + side;
  if (lower.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(wanted))) return 2 + side;
  if (lower.includes(wanted)) return 3 + side;
  if (context.toLowerCase().includes(wanted) || more.some((line) => line.toLowerCase().includes(wanted))) return 4;
  if (offers.some(({ name }) => name.toLowerCase().includes(wanted))) return 5;
  return isSubsequence(wanted, lower) ? 6 : Infinity;
}

function isSubsequence(wanted: string, text: string): boolean {
  if (wanted.length < 3) return false;
  let at = 0;
  for (const letter of text) if (letter === wanted[at]) at += 1;
  return at === wanted.length;
}
