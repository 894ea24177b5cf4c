/** A thread that reads records: bytes in, batches out. It knows no files. */
import { parentPort } from 'node:worker_threads';
import { answerTo, buffersOfAnswer, type ReadRequest } from './read-request';

parentPort?.on('message', (request: ReadRequest) => {
  const answer = answerTo(request);
  parentPort?.postMessage(answer, buffersOfAnswer(answer));
});
