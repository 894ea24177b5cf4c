/** A client that sends requests over one persistent connection, and measures how long each answer took. */
import { Agent, request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { randomFilters, randomSort } from '../random-queries';
import type { PlainSample } from '../../src/server/store/conformance/judge/plain-loop-values';
import { seededRandom } from '../made-runs';

export interface Ask {
  kind: 'page' | 'sorted page' | 'summary' | 'sample';
  path: string;
}

export interface Answered {
  kind: string;
  status: number;
  milliseconds: number;
  /** What is wrong with the answer, if anything. */
  fault?: string;
}

/** Random requests, like those of a user's clicks and of a script. */
export function* randomAsks(
  seed: number,
  { api, samples, names }: { api: string; samples: readonly PlainSample[]; names: readonly string[] },
): Generator<Ask, never> {
  const random = seededRandom(seed);
  for (;;) {
    const search = new URLSearchParams(randomFilters(random, samples, names));
    const chance = random();
    if (chance < 0.2) {
      yield { kind: 'summary', path: `${api}/second-look/summary?${search}` };
      continue;
    }
    if (chance < 0.3) {
      const { sampleId } = samples[Math.floor(random() * samples.length)] ?? { sampleId: 1 };
      yield { kind: 'sample', path: `${api}/second-look/samples/${sampleId}` };
      continue;
    }
    search.set('limit', '50');
    search.set('offset', String(Math.floor(random() * 3) * 50));
    const isSorted = chance < 0.4;
    if (isSorted) search.set('sort', randomSort(random));
    const kind = isSorted ? 'sorted page' : 'page';
    yield { kind, path: `${api}/classify/all/result/page?${search}` };
  }
}

export const keptConnection = () => new Agent({ keepAlive: true, maxSockets: 1 });

/** The response once its headers have arrived; its body is still to be read. */
export async function open(
  address: string,
  path: string,
  agent: Agent,
  headers: Record<string, string> = {},
): Promise<IncomingMessage> {
  const asked = request(new URL(path, address), { agent, headers });
  asked.end();
  const answers = await once(asked, 'response');
  const answer: IncomingMessage = answers[0];
  return answer;
}

function faultOf(status: number, headers: IncomingHttpHeaders, body: string): string | undefined {
  if (status === 503) return headers['retry-after'] === undefined ? '503 without Retry-After' : undefined;
  if (status !== 200) return `${status}: ${body.slice(0, 200)}`;
  return body.startsWith('{"success":true') && body.endsWith('}') ? undefined : 'a body that is cut off';
}

/** Sends one request and reads the whole answer. */
export async function askOnce(address: string, { kind, path }: Ask, agent: Agent): Promise<Answered> {
  const start = performance.now();
  try {
    const answer = await open(address, path, agent);
    const pieces: Buffer[] = [];
    for await (const piece of answer) pieces.push(Buffer.from(piece));
    const milliseconds = performance.now() - start;
    const status = answer.statusCode ?? 0;
    const fault = faultOf(status, answer.headers, Buffer.concat(pieces).toString());
    return { kind, status, milliseconds, ...(fault !== undefined && { fault: `${fault} (${path})` }) };
  } catch (error) {
    const fault = `${error instanceof Error ? error.message : String(error)} (${path})`;
    return { kind, status: 0, milliseconds: performance.now() - start, fault };
  }
}

/** Sends one request after another until it is stopped. */
export async function keepAsking(
  address: string,
  asks: Iterator<Ask, never>,
  isOver: () => boolean,
): Promise<Answered[]> {
  const agent = keptConnection();
  const answered: Answered[] = [];
  while (!isOver()) answered.push(await askOnce(address, asks.next().value, agent));
  agent.destroy();
  return answered;
}
