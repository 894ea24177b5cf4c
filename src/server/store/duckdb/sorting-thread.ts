/** A thread that sorts the numbers of an index. It knows no files. */
import { parentPort } from 'node:worker_threads';
import { buffersOfColumns, numberColumns, type NumberRequest } from './number-columns';

parentPort?.on('message', (request: NumberRequest) => {
  const columns = numberColumns(request);
  parentPort?.postMessage(columns, buffersOfColumns(columns));
});
