import process from 'node:process';

/** Processor time of this thread so far, in milliseconds: others on a busy machine do not count. */
export function effort(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
