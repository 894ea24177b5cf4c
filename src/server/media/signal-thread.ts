/** The worker thread that processes signal files, so that nothing else waits for it. */
import { parentPort } from 'node:worker_threads';
import { SignalWorker, type SignalRequest } from './signal-work';

const worker = new SignalWorker();
parentPort?.on('message', (request: SignalRequest) => {
  const answer = worker.answer(request);
  parentPort?.postMessage(answer, answer.kind === 'bytes' ? [answer.bytes.buffer] : []);
});
