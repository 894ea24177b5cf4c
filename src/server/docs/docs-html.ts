/** The API as a page for people: every endpoint with its parameters, its answer field by field, errors, examples. */
import { html, raw } from 'hono/html';
import { z } from 'zod';
import { endpoints, type EndpointName } from '../../contract/endpoints';
import type { Endpoint } from '../../contract/endpoint';
import { errorStatus } from '../../contract/errors';
import type { ParameterDoc } from '../../contract/kinds/kind';
import { queryParameters } from '../../contract/query-parameters';
import { packageVersion } from '../package-root';
import { endpointExamples } from './endpoint-examples';
import { errorMeanings } from './error-meanings';
import { endpointNames, jsonSchema, type Schema } from './openapi-document';

type Html = ReturnType<typeof html>;

const list = (parts: readonly Html[]): Html => html`${parts}`;

/** The kind of a value in a word or two. */
function typeWords(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(String).join(' | ');
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return [...new Set(options.map(typeWords))].join(' | ');
  if (schema.items !== undefined) return `list of ${typeWords(schema.items)}`;
  if (typeof schema.additionalProperties === 'object' && schema.properties === undefined) {
    const inner = typeWords(schema.additionalProperties);
    return inner === 'any' ? 'object' : `map of ${inner}`;
  }
  return Array.isArray(schema.type) ? schema.type.join(' | ') : (schema.type ?? 'any');
}

/** The parts of a schema whose fields are listed below it. */
function inside(schema: Schema): readonly Schema[] {
  const { items, additionalProperties, anyOf = [], oneOf = [] } = schema;
  const nested = [items, typeof additionalProperties === 'object' ? additionalProperties : undefined];
  return [
    schema,
    ...[...nested, ...anyOf, ...oneOf].flatMap((part) => (part === undefined ? [] : inside(part))),
  ];
}

interface FieldRow {
  depth: number;
  name: string;
  type: string;
  isOptional: boolean;
  meaning: string;
}

function fieldRows(schema: Schema, depth: number): FieldRow[] {
  const seen = new Set<string>();
  return inside(schema).flatMap(({ properties = {}, required = [] }) =>
    Object.entries(properties).flatMap(([name, field]) => {
      if (seen.has(name)) return [];
      seen.add(name);
      const isOptional = !required.includes(name);
      const row = { depth, name, type: typeWords(field), isOptional, meaning: field.description ?? '' };
      return [row, ...fieldRows(field, depth + 1)];
    }),
  );
}

const fieldTable = (schema: Schema): Html =>
  html`<table>
    <thead>
      <tr>
        <th scope="col">Field</th>
        <th scope="col">Kind</th>
        <th scope="col">Meaning</th>
      </tr>
    </thead>
    <tbody>
      ${fieldRows(schema, 0).map(
        ({ depth, name, type, isOptional, meaning }) =>
          html`<tr>
            <td class="depth-${Math.min(depth, 5)}"><code>${name}</code>${isOptional ? ' ?' : ''}</td>
            <td>${type}</td>
            <td>${meaning}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;

function parameterWords({ schema }: ParameterDoc): string {
  const words = Array.isArray(schema.enum)
    ? schema.enum.map(String).join(' | ')
    : String(schema.type ?? 'string');
  const limits = [
    schema.minimum === undefined ? '' : `from ${String(schema.minimum)}`,
    schema.maximum === undefined ? '' : `to ${String(schema.maximum)}`,
    schema.default === undefined ? '' : `unset: ${String(schema.default)}`,
  ].filter((part) => part !== '');
  return [words, ...limits].join(', ');
}

const parameterTable = (parameters: readonly ParameterDoc[]): Html =>
  html`<table>
    <thead>
      <tr>
        <th scope="col">Parameter</th>
        <th scope="col">Kind</th>
        <th scope="col">Meaning</th>
      </tr>
    </thead>
    <tbody>
      ${parameters.map(
        (parameter) =>
          html`<tr>
            <td><code>${parameter.name}</code></td>
            <td>${parameterWords(parameter)}</td>
            <td>
              ${parameter.description}${
                parameter.example === undefined ? '' : html` Such as <code>${parameter.example}</code>`
              }
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;

const takesWords = {
  filters: html`<p>Takes <a href="#filters">all filters</a>, paging and sort.</p>`,
  run: html`<p>
    Takes <code>variant</code>, <code>impulseId</code>, <code>run</code> and
    <code>truncateStructuredLabels</code>, as <a href="#filters">below</a>.
  </p>`,
  nothing: '',
} as const;

function curl(name: EndpointName, host: string): string {
  const { method, body }: Endpoint = endpoints[name];
  const address = `http://${host}${endpointExamples[name]}`;
  if (method === 'get') return `curl -g '${address}'`;
  if (method === 'delete') return `curl -X DELETE '${address}'`;
  return body === 'application/octet-stream'
    ? `curl -g -H 'content-type: application/octet-stream' --data-binary @page.json '${address}'`
    : `curl -H 'content-type: application/json' -d '{"token":"…"}' '${address}'`;
}

function endpointSection(name: EndpointName, host: string): Html {
  const endpoint: Endpoint = endpoints[name];
  const own = endpoint.parameters ?? [];
  const { answer } = endpoint;
  return html`<section id="${name}">
    <h3><code>${endpoint.method.toUpperCase()} ${endpoint.path}</code></h3>
    <p>${endpoint.summary}</p>
    ${own.length === 0 ? '' : parameterTable(own)} ${takesWords[endpoint.takes]}
    <pre><code>${curl(name, host)}</code></pre>
    ${
      answer instanceof z.ZodType
        ? html`<details>
            <summary>The answer, field by field</summary>
            ${fieldTable(jsonSchema(answer, name))}
          </details>`
        : html`<p>The answer is a file: ${answer.join(', ')}. It takes ranges.</p>`
    }
  </section>`;
}

function errorTable(): Html {
  const rows = Object.entries(errorMeanings).map(([kind, meaning]) => {
    const status = Object.entries(errorStatus).find(([known]) => known === kind)?.[1];
    return html`<tr>
      <td><code>${status ?? ''}</code></td>
      <td>${meaning}</td>
    </tr>`;
  });
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Status</th>
        <th scope="col">When</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

/** The page; `host` is the server as the reader reached it, for the examples. */
export async function docsHtml(host: string): Promise<string> {
  const group = (wanted: Endpoint['group']) =>
    endpointNames.filter((name) => endpoints[name].group === wanted);
  const links = endpointNames.map(
    (name) =>
      html`<li><a href="#${name}">${endpoints[name].method.toUpperCase()} ${endpoints[name].path}</a></li>`,
  );
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
          ${list(group('studio').map((name) => endpointSection(name, host)))}
          <h2>Second Look's own paths</h2>
          ${list(group('second-look').map((name) => endpointSection(name, host)))}
          <h2 id="filters">Filters, paging, sort, and the choice of the run</h2>
          <p>
            Filters combine with AND; the values of one list are alternatives. A name that is not known is
            refused, so that a slip of the pen does not show everything. The names of the dashboard's own
            state (<code>view</code>, <code>sample</code>, <code>window</code>, <code>cols</code>,
            <code>cells</code>, <code>order</code>, <code>t.…</code>) are ignored.
          </p>
          ${parameterTable(queryParameters)}
          <h2 id="errors">Errors</h2>
          <p>
            Every error has one shape, <code>{"success":false,"error":"…"}</code>, and is written for the
            person who reads it.
          </p>
          ${errorTable()}
        </main>
      </body>
    </html>`;
  return String(page);
}
