/** The API's documentation: for programs as OpenAPI, for people as a page. */
import type { Handler } from '../app-context';
import { docsHtml } from '../docs/docs-html';
import { openApiDocument } from '../docs/openapi-document';

const kept = { 'cache-control': 'no-cache' };
let document: string | undefined;

/** `GET /openapi.json` */
export const openApi: Handler = () => {
  document ??= JSON.stringify(openApiDocument());
  return new Response(document, { headers: { 'content-type': 'application/json', ...kept } });
};

/** `GET /docs` */
export const docsPage: Handler = async (context) => {
  const page = await docsHtml(context.req.header('host') ?? new URL(context.req.url).host);
  return new Response(page, { headers: { 'content-type': 'text/html; charset=utf-8', ...kept } });
};
