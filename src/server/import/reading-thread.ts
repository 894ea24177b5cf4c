/** A worker thread that reads records: bytes in, batches out. It does not access files. */
import { parentPort } from 'node:worker_threads';
import { answerTo, buffersOfAnswer, type ReadRequest } from './read-request';

parentPort?.on('message', (request: ReadRequest) => {
  const answer = answerTo(request);
  parentPort?.postMessage(answer, buffersOfAnswer(answer));
});
