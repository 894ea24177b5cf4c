/** The API as a client uses it: GET requests and uploads. */
import { randomUUID } from 'node:crypto';

export interface Answer {
  status: number;
  text: string;
  /** The parsed text; `undefined` if it is not JSON. */
  body: unknown;
}

/**
 * A new connection for each request: while the reference computes, this process is blocked, and the server may
 * close a connection that the client still considers open.
 */
const headers = { connection: 'close' };

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  try {
    return { status: response.status, text, body: JSON.parse(text) };
  } catch {
    return { status: response.status, text, body: undefined };
  }
}

/** The server's response to a GET. */
export async function get(
  address: string,
  path: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const url = new URL(path, address);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.append(name, value);
  return answerOf(await fetch(url, { headers }));
}

/** The server's response to an upload of files as one run. */
export async function upload(
  address: string,
  projectId: number,
  files: readonly { name: string; content: string | Uint8Array }[],
  parameters: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const contents = files.map(({ content }) => Buffer.from(content));
  const url = new URL(`/v1/api/${projectId}/second-look/import`, address);
  url.searchParams.set('importId', randomUUID());
  const sizes = files.map(({ name }, index) => ({ name, size: contents[index]?.byteLength ?? 0 }));
  url.searchParams.set('files', JSON.stringify(sizes));
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return answerOf(
    await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/octet-stream' },
      body: Buffer.concat(contents),
    }),
  );
}
