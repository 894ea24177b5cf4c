/** The API as a client sees it: get, upload. */
import { randomUUID } from 'node:crypto';

export interface Answer {
  status: number;
  text: string;
  /** The parsed text; `undefined` where it is no JSON. */
  body: unknown;
}

/**
 * A connection for each request: a judge that counts for long blocks this process meanwhile, and the server may have
 * closed a connection that is still taken for open.
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

/** What the server answers to a GET. */
export async function get(
  address: string,
  path: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const url = new URL(path, address);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.append(name, value);
  return answerOf(await fetch(url, { headers }));
}

/** What the server answers to an upload of files as one run. */
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
