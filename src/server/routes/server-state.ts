/** The server's health, and the login of a browser. */
import { ownEndpoints } from '../../contract/endpoints/own-endpoints';
import { queryString } from '../../contract/query-string';
import { printTrial } from '../../contract/trial';
import { errorAnswer, jsonAnswer } from '../http/answers';
import type { Handler, ServerParts } from '../http/app-context';
import { readSmallBody } from '../http/guards/limits';
import { packageVersion } from '../package-root';
import { readOnlyNotice } from '../store/records/read-only';

/** `GET /v1/api/second-look/health` */
export const health =
  ({ demo, readOnly, store }: ServerParts): Handler =>
  () => {
    const rebuilding = store.rebuilds().map(({ run, trial, samples, share, rate, timeLeft }) => ({
      projectId: run.projectId,
      run: run.id,
      trial: queryString(printTrial(trial)),
      samples,
      share,
      rate,
      timeLeft,
    }));
    const notice = readOnly === null ? null : readOnlyNotice(readOnly);
    return jsonAnswer({ success: true, version: packageVersion, demo: demo(), readOnly: notice, rebuilding });
  };

function readLogin(text: string): string | undefined {
  try {
    return ownEndpoints.login.body.safeParse(JSON.parse(text)).data?.token;
  } catch {
    return undefined;
  }
}

/** `POST /v1/api/second-look/login` */
export const login =
  ({ guard }: ServerParts): Handler =>
  async ({ context }) => {
    const token = readLogin(await readSmallBody(context.req.raw));
    if (token === undefined) return errorAnswer('bad-parameter', 'The body must be {"token": "…"}.');
    const cookie = await guard.cookieFor(context, token);
    if (typeof cookie !== 'string') return cookie;
    return jsonAnswer({ success: true }, { 'set-cookie': cookie });
  };
