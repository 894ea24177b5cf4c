/** One request to the server: sent, parsed with the contract, with failures as messages for users. */
import { z } from 'zod';
import { endpointPaths, type EndpointName } from '../../contract/endpoints/endpoint-paths';
import { errorSchema } from '../../contract/errors';
import { queryString } from '../../contract/query-string';
import type { SamplePlace } from '../../contract/schemas/sample-place';

/**
 * A failed request, with a message for users. `status` 0: the server could not be reached. `place`: the position of
 * a damaged sample.
 */
export class RequestError extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly place?: SamplePlace,
  ) {
    super(message);
    this.name = 'RequestError';
  }
}

export type Parameters = readonly (readonly [name: string, text: string])[];

/** The URL of an endpoint, for requests, pictures and links. */
export function addressOf(
  name: EndpointName,
  path: Readonly<Record<string, string | number>>,
  parameters: Parameters = [],
): string {
  const filled = endpointPaths[name].replace(/\{(\w+)\}/g, (_, part: string) =>
    encodeURIComponent(path[part] ?? ''),
  );
  const query = queryString(parameters);
  return query === '' ? filled : `${filled}?${query}`;
}

function assertFits<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): asserts value is z.input<Schema> {
  const checked = schema.safeParse(value);
  if (checked.success) return;
  const [issue] = checked.error.issues;
  throw new RequestError(
    `The server's answer is not what it promises (${issue?.path.join('.')}: ${issue?.message}).`,
    200,
  );
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    const body: unknown = await response.json();
    return body;
  } catch {
    throw new RequestError(
      `The server answered ${response.status} without JSON. Is it still Second Look?`,
      response.status,
    );
  }
}

/**
 * The answer of an endpoint, checked but not copied: a copy would lose keys such as `__proto__`.
 *
 * @throws RequestError with a message for users
 */
export async function request<Schema extends z.ZodType>(
  address: string,
  schema: Schema,
  options: { signal?: AbortSignal; method?: string; body?: Blob } = {},
): Promise<z.input<Schema>> {
  let response: Response;
  try {
    const headers = {
      accept: 'application/json',
      ...(options.body && { 'content-type': 'application/octet-stream' }),
    };
    response = await fetch(address, { ...options, headers });
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    throw new RequestError('The server cannot be reached. Is it still running?', 0);
  }
  const body = await bodyOf(response);
  const failure = errorSchema.safeParse(body);
  if (failure.success) {
    throw new RequestError(failure.data.error, response.status, failure.data.place);
  }
  if (!response.ok) throw new RequestError(`The server answered ${response.status}.`, response.status);
  assertFits(schema, body);
  return body;
}
