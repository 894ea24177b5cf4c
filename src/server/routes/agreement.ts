/** How far the rules agree with the job of a run. */
import { isUnchanged, jsonAnswer, notChanged } from '../answers';
import type { Handler, ServerParts } from '../app-context';
import { endpointParameters } from '../endpoint-parameters';
import { queryHeaders } from '../guards/headers';
import { runFor } from '../run-for';

/** `GET …/second-look/agreement` */
export const agreement =
  ({ store, gate, agreements }: ServerParts): Handler =>
  async (context) => {
    const { query } = endpointParameters('agreement', context.req.url);
    const { run } = await runFor(store, context.req.param('projectId'), query);
    const headers = queryHeaders('agreement', run, query);
    if (isUnchanged(context.req.header('if-none-match'), headers.etag)) return notChanged(headers);
    const measured = await gate.run((signal) => agreements.of(run, signal), context.req.raw.signal, 'heavy');
    return jsonAnswer({ success: true, ...measured }, headers);
  };
