/** The summary of the samples that match a query. */
import { choiceText, readSummaryChoice } from '../../contract/schemas/summary-parts';
import { jsonAnswer, runAnswer } from '../http/answers';
import type { Handler, ServerParts } from '../http/app-context';
import { runFor } from '../http/run-for';

/** `GET …/second-look/summary` */
export const summary =
  ({ store, gate }: ServerParts): Handler =>
  async (request) => {
    const { query, own, client } = request;
    const choice = readSummaryChoice(own.text);
    const { run } = await runFor(store, request);
    const count = (signal: AbortSignal) => store.summary(run, query, signal, choice);
    const weight = store.isKnown(run, query, 'summary', choice) ? 'quick' : 'heavy';
    return runAnswer(
      request,
      run,
      async (headers) => jsonAnswer(await gate.run(count, client, weight), headers),
      choiceText(choice),
    );
  };
