/** The API documentation as a web page: every endpoint with parameters, answer fields, errors and examples. */
import { html, raw } from 'hono/html';
import { z } from 'zod';
import { endpointNames, endpoints } from '../../../contract/endpoints/endpoints';
import type { Endpoint } from '../../../contract/endpoints/endpoint';
import type { EndpointName } from '../../../contract/endpoints/endpoint-paths';
import { errorKinds } from '../../../contract/errors';
import type { ParameterDoc } from '../../../contract/kinds/kind';
import { queryParameters } from '../../../contract/query-parameters';
import { reservedNames } from '../../../contract/view-state';
import type { AppContext } from '../app-context';
import { packageVersion } from '../../package-root';
import { docsAnswer, jsonSchema, type Schema } from './openapi-document';

type Html = ReturnType<typeof html> | string;

const table = (headings: readonly string[], rows: readonly (readonly Html[])[]): Html =>
  html`<table>
    <thead>
      <tr>
        ${headings.map((heading) => html`<th scope="col">${heading}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (cells) =>
          html`<tr>
            ${cells.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;

/** A part of a schema as a schema; JSON Schema also allows `true` and lists there, which zod does not generate. */
export const schemaIn = (part: Schema['items']): Schema | undefined =>
  typeof part === 'object' && !Array.isArray(part) ? part : undefined;

/** The type of a value in a word or two. */
function typeWords(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.join(' | ');
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return [...new Set(options.map(typeWords))].join(' | ');
  const item = schemaIn(schema.items);
  if (item !== undefined) return `list of ${typeWords(item)}`;
  const value = schema.properties === undefined ? schemaIn(schema.additionalProperties) : undefined;
  if (value !== undefined) return typeWords(value) === 'any' ? 'object' : `map of ${typeWords(value)}`;
  return [schema.type ?? 'any'].flat().join(' | ');
}

/** The schemas whose fields are listed below a schema: its own, and those of its items, values and options. */
export function schemasInside(schema: Schema): readonly Schema[] {
  const { items, additionalProperties, anyOf = [], oneOf = [] } = schema;
  const inner = [schemaIn(items), schemaIn(additionalProperties), ...anyOf, ...oneOf];
  return [schema, ...inner.flatMap((part) => (part === undefined ? [] : schemasInside(part)))];
}

/** A row for each field of a schema, each followed by the rows of its nested fields. */
function fieldRows(schema: Schema, depth = 0): Html[][] {
  const seen = new Set<string>();
  return schemasInside(schema).flatMap(({ properties = {}, required = [] }) =>
    Object.entries(properties).flatMap(([name, part]) => {
      const field = schemaIn(part);
      if (field === undefined || seen.has(name)) return [];
      seen.add(name);
      const shown = html`<code class="depth-${Math.min(depth, 5)}">${name}</code>`;
      const row = [
        html`${shown}${required.includes(name) ? '' : ' ?'}`,
        typeWords(field),
        field.description ?? '',
      ];
      return [row, ...fieldRows(field, depth + 1)];
    }),
  );
}

function parameterWords({ schema }: ParameterDoc): string {
  const type = Array.isArray(schema.enum) ? schema.enum.join(' | ') : (schema.type ?? 'string');
  const limits = Object.entries({ from: schema.minimum, to: schema.maximum, 'unset:': schema.default });
  const given = limits.flatMap(([word, limit]) => (limit === undefined ? [] : [`${word} ${String(limit)}`]));
  return [type, ...given].join(', ');
}

const parameterTable = (parameters: readonly ParameterDoc[]): Html =>
  table(
    ['Parameter', 'Kind', 'Meaning'],
    parameters.map((parameter) => [
      html`<code>${parameter.name}</code>`,
      parameterWords(parameter),
      html`${parameter.description}${
        parameter.example === undefined ? '' : html` Such as <code>${parameter.example}</code>`
      }`,
    ]),
  );

const takesWords = {
  filters: html`<p>Takes <a href="#filters">all filters</a>, paging and sort.</p>`,
  run: html`<p>
    Takes <code>variant</code>, <code>impulseId</code>, <code>run</code> and
    <code>truncateStructuredLabels</code>, as <a href="#filters">below</a>.
  </p>`,
  nothing: '',
} as const;

function curl({ method, body, example }: Endpoint, host: string): string {
  const sent = {
    get: '',
    delete: '-X DELETE ',
    post:
      body instanceof z.ZodType
        ? `-H 'content-type: application/json' -d '{"token":"…"}' `
        : `-H 'content-type: application/octet-stream' --data-binary @page.json `,
  };
  return `curl -g ${sent[method]}'http://${host}${example}'`;
}

function endpointSection(name: EndpointName, host: string): Html {
  const endpoint: Endpoint = endpoints[name];
  const { method, path, summary, answer, parameters = [], takes } = endpoint;
  return html`<section id="${name}">
    <h3><code>${method.toUpperCase()} ${path}</code></h3>
    <p>${summary}</p>
    ${parameters.length === 0 ? '' : parameterTable(parameters)} ${takesWords[takes]}
    <pre><code>${curl(endpoint, host)}</code></pre>
    ${
      answer instanceof z.ZodType
        ? html`<details>
            <summary>The answer, field by field</summary>
            ${table(['Field', 'Kind', 'Meaning'], fieldRows(jsonSchema(answer)))}
          </details>`
        : html`<p>The answer is a file: ${answer.join(', ')}. It takes ranges.</p>`
    }
  </section>`;
}

/** `GET /docs`; the examples use the server address of the request. */
export async function docsPage({ req }: AppContext): Promise<Response> {
  const host = req.header('host') ?? new URL(req.url).host;
  const group = (wanted: Endpoint['group']) =>
    endpointNames
      .filter((name) => endpoints[name].group === wanted)
      .map((name) => endpointSection(name, host));
  const links = endpointNames.map(
    (name) =>
      html`<li><a href="#${name}">${endpoints[name].method.toUpperCase()} ${endpoints[name].path}</a></li>`,
  );
  const errors = Object.values(errorKinds).map(({ status, meaning }) => [
    html`<code>${status}</code>`,
    meaning,
  ]);
  const page = await html`${raw('<!doctype html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Second Look: the API</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/docs.css" />
      </head>
      <body>
        <nav aria-label="Endpoints">
          <p><a href="/">Second Look</a> ${packageVersion}</p>
          <ul>
            <li><a href="#filters">Filters</a></li>
            <li><a href="#errors">Errors</a></li>
            ${links}
          </ul>
        </nav>
        <main>
          <h1>The API of Second Look</h1>
          <p>
            The query string of the dashboard is the query string of the API: copy it from the address bar,
            and a script gets the samples that you see. The paths of Edge Impulse Studio are served in
            Studio's own shapes, so that its official client works as it is:
            <code>new EdgeImpulseApi({ endpoint: 'http://${host}' })</code>. The same as a document for
            programs: <a href="/openapi.json">openapi.json</a>.
          </p>
          <p>
            Where the server was started with a token, send it as the header <code>x-api-key</code>; it is
            never taken from an address.
          </p>
          <h2>Studio's paths</h2>
          ${group('studio')}
          <h2>Second Look's own paths</h2>
          ${group('second-look')}
          <h2 id="filters">Filters, paging, sort, and the choice of the run</h2>
          <p>
            Filters combine with AND; the values of one list are alternatives. A name that is not known is
            refused, so that a misspelt filter does not show everything. The names of the dashboard's own
            state are ignored where an endpoint does not list them:
            ${reservedNames.map((name) => html`<code>${name}</code>, `)}and the settings of its views, such as
            <code>matrix.order</code>.
          </p>
          ${parameterTable(queryParameters)}
          <h2 id="errors">Errors</h2>
          <p>
            Every error has one shape, <code>{"success":false,"error":"…"}</code>, and is written for the
            person who reads it.
          </p>
          ${table(['Status', 'When'], errors)}
        </main>
      </body>
    </html>`;
  return docsAnswer(String(page), 'text/html; charset=utf-8');
}
