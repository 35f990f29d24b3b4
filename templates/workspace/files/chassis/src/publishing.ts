import type { Message } from './broker.ts';

/** What is larger no broker takes. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;

/**
 * Rounds in which every key occurs once. Where each round waits for the one before, a message is stored only after its
 * predecessors, whatever fails.
 */
export function roundsOf(messages: readonly Message[]): Message[][] {
  const rounds: Message[][] = [];
  const depth = new Map<string, number>();
  for (const message of messages) {
    const round = depth.get(message.key) ?? 0;
    depth.set(message.key, round + 1);
    (rounds[round] ??= []).push(message);
  }
  return rounds;
}
