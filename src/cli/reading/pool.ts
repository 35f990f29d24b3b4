import { availableParallelism } from 'node:os';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import type { Files } from '../../files/files.ts';
import type { Unread } from '../facts.ts';
import { build } from '../version.ts';
import { readBatch, type Written } from './batch.ts';
import { awaitOther, handedOver, startTurns, takeTurn, type Batch, type Work } from './turns.ts';

/** Files of a batch: enough to be worth a message, few enough that all threads end together. */
const BATCH = 32;
/** A worker takes about a fifth of a second to start; so much source is read in twice that time. Bytes. */
const WORTH = 3 * 1024 * 1024;
/** On two cores a second thread gains nothing: the engine's own compiling and collecting already runs on the other. */
const LEAST_CORES = 4;
const MOST_THREADS = 4;
/** How long nothing may arrive before the rest is read here. Milliseconds. */
const PATIENCE = 10_000;

/** How many workers pay for their start. */
export function helpersFor(entries: readonly Unread[], cores = availableParallelism()): number {
  const size = entries.reduce((sum, entry) => sum + entry.size, 0);
  return size < WORTH || cores < LEAST_CORES ? 0 : Math.min(cores, MOST_THREADS) - 1;
}

/**
 * Reads files on this thread and on others at once, without giving up the turn: who calls needs no promise.
 * A worker that fails loses time only; what it does not hand over is read here.
 */
export function readAside(
  files: Files,
  entries: readonly Unread[],
  helpers: number,
  take: (written: Written) => void,
): void {
  const batches = batchesOf(entries.map(({ path }) => path));
  const open = new Set(batches.keys());
  const turns = startTurns();
  const ports = Array.from({ length: helpers }, () => portToWorker({ root: files.root, batches, turns }));
  const settle = ({ batch, written }: Batch): void => {
    if (open.delete(batch)) for (const one of written) take(one);
  };
  const receive = (): void => {
    for (const port of ports) for (const batch of arrivedOn(port)) settle(batch);
  };
  const readHere = (batch: number): void => settle({ batch, written: readBatch(batches[batch] ?? [], files.read) });
  for (let batch = takeTurn(turns); batch < batches.length; batch = takeTurn(turns)) {
    readHere(batch);
    receive();
  }
  for (let isComing = true; isComing && open.size > 0;) {
    const before = handedOver(turns);
    receive();
    isComing = open.size === 0 || handedOver(turns) !== before || awaitOther(turns, before, PATIENCE);
  }
  for (const batch of open) readHere(batch);
  for (const port of ports) port.close();
}

function batchesOf(paths: readonly string[]): readonly (readonly string[])[] {
  const count = Math.ceil(paths.length / BATCH);
  return Array.from({ length: count }, (_, index) => paths.slice(index * BATCH, (index + 1) * BATCH));
}

function portToWorker(work: Omit<Work, 'port'>): MessagePort {
  const { port1, port2 } = new MessageChannel();
  const code = new URL(build === undefined ? './worker.ts' : './reading-worker.js', import.meta.url);
  const worker = new Worker(code, { workerData: { ...work, port: port2 } satisfies Work, transferList: [port2] });
  worker.on('error', () => undefined); // its batches are read here
  worker.unref();
  return port1;
}

function* arrivedOn(port: MessagePort): Generator<Batch> {
  for (let got = receiveMessageOnPort(port); got; got = receiveMessageOnPort(port)) yield got.message;
}
