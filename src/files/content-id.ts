import { createHash } from 'node:crypto';

/** Names a content the way Git names a blob, so that files known from the index and files read from disk agree. */
export const contentIdOf = (bytes: Uint8Array): string =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
