/** The API's documentation: for programs as OpenAPI, for people as a page. */
import type { AppContext } from '../app-context';
import { docsHtml } from '../docs/docs-html';
import { openApiDocument } from '../docs/openapi-document';

let document: string | undefined;

const answer = (body: string, type: string) =>
  new Response(body, { headers: { 'content-type': type, 'cache-control': 'no-cache' } });

/** `GET /openapi.json` */
export const openApi = () => answer((document ??= JSON.stringify(openApiDocument())), 'application/json');

/** `GET /docs` */
export const docsPage = async ({ req }: AppContext) =>
  answer(await docsHtml(req.header('host') ?? new URL(req.url).host), 'text/html; charset=utf-8');
