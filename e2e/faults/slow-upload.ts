/** An upload whose bytes are sent when the test says so. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { get } from '../api-door';

export interface SlowUpload {
  /** Sends more of the body. */
  send: (bytes: Buffer) => Promise<void>;
  /** Waits until the server has received this number of bytes. */
  received: (bytes: number) => Promise<void>;
  /** The status of the response; `undefined` if the connection ended without one. */
  status: Promise<number | undefined>;
  /** The text of the response. */
  said: Promise<string>;
  isAnswered: () => boolean;
}

const progressSchema = z.object({ bytes: z.int() });

/** Starts an upload of the given number of bytes as one file. */
export function startUpload(address: string, projectId: number, run: string, size: number): SlowUpload {
  const importId = randomUUID();
  const url = new URL(`/v1/api/${projectId}/second-look/import`, address);
  const files = JSON.stringify([{ name: 'run.jsonl', size }]);
  url.search = new URLSearchParams({ importId, files, run }).toString();
  const sent = request(url, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/octet-stream', 'content-length': size },
  });
  const answer = new Promise<IncomingMessage | undefined>((resolve) => {
    sent.once('response', resolve);
    sent.once('error', () => resolve(undefined));
  });
  const said = answer.then(async (response) =>
    response === undefined ? '' : text(response).catch(() => ''),
  );
  const status = answer.then((response) => response?.statusCode);
  let isAnswered = false;
  for (const event of ['response', 'error']) sent.once(event, () => (isAnswered = true));
  sent.flushHeaders();
  return {
    status,
    said,
    isAnswered: () => isAnswered,
    async send(bytes) {
      if (sent.destroyed) return;
      if (!sent.write(bytes)) await Promise.race([once(sent, 'drain'), status]);
    },
    async received(bytes) {
      for (;;) {
        const { body } = await get(address, `/v1/api/second-look/imports/${importId}`);
        if ((progressSchema.safeParse(body).data?.bytes ?? 0) >= bytes) return;
        await setImmediate();
      }
    },
  };
}
