/** The summary of the samples that match a query. */
import { choiceText, readSummaryChoice } from '../../contract/summary-parts';
import { isUnchanged, jsonAnswer, notChanged } from '../answers';
import type { Handler, ServerParts } from '../app-context';
import { endpointParameters } from '../endpoint-parameters';
import { queryHeaders } from '../guards/headers';
import { runFor } from '../run-for';

/** `GET …/second-look/summary` */
export const summary =
  ({ store, gate }: ServerParts): Handler =>
  async (context) => {
    const { query, own } = endpointParameters('summary', context.req.url);
    const choice = readSummaryChoice(own.text);
    const { run } = await runFor(store, context.req.param('projectId'), query);
    const headers = queryHeaders('summary', run, query, choiceText(choice));
    if (isUnchanged(context.req.header('if-none-match'), headers.etag)) return notChanged(headers);
    const { signal: client } = context.req.raw;
    const weight = store.isKnown(run, query, 'summary', choice) ? 'quick' : 'heavy';
    const found = await gate.run((signal) => store.summary(run, query, signal, choice), client, weight);
    return jsonAnswer(found, headers);
  };
