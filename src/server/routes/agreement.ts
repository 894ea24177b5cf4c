/** How far the rules agree with the job of a run. */
import { jsonAnswer, runAnswer } from '../answers';
import type { Handler, ServerParts } from '../app-context';
import { runAgreement } from '../run-agreement';
import { runFor } from '../run-for';

/** `GET …/second-look/agreement` */
export const agreement =
  ({ store, gate }: ServerParts): Handler =>
  async (request) => {
    const { run } = await runFor(store, request);
    const measure = (signal: AbortSignal) => runAgreement(store, run, signal);
    return runAnswer(request, run, async (headers) =>
      jsonAnswer(await gate.run(measure, request.client, 'heavy'), headers),
    );
  };
