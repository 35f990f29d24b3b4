import { workerData } from 'node:worker_threads';
import { diskFiles } from '../../files/disk.ts';
import { readBatch } from './batch.ts';
import { handOver, takeTurn, type Batch, type Work } from './turns.ts';

/** Takes batch after batch until none is left, and hands over what their files said. */
const { root, batches, turns, port }: Work = workerData;
const files = diskFiles(root);
for (let batch = takeTurn(turns); batch < batches.length; batch = takeTurn(turns)) {
  const done: Batch = { batch, written: readBatch(batches[batch] ?? [], files.read) };
  port.postMessage(done);
  handOver(turns);
}
port.close();
