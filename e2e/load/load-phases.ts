/** The four trials of a server under load; each gives its figures and the rules that it broke. */
import type { IncomingMessage } from 'node:http';
import type { Facts } from '../oracle';
import type { RunningServer } from '../start-server';
import { requestLimits } from '../../src/server/guards/limits';
import {
  askOnce,
  keepAsking,
  keptConnection,
  open,
  randomAsks,
  type Answered,
  type Ask,
} from './load-client';
import { growth, heldBy, quantile, watch } from './server-watch';

export interface Trial {
  name: string;
  figures: Readonly<Record<string, number>>;
  /** In words; none where all is well. */
  broken: readonly string[];
}

export interface Setting {
  server: RunningServer;
  facts: readonly Facts[];
  /** The parameters that this run has values for. */
  names: readonly string[];
  seed: number;
  clients: number;
  seconds: number;
}

const round = (value: number) => Math.round(value * 10) / 10;
const took = (all: readonly Answered[]) => all.map(({ milliseconds }) => milliseconds);
const after = (seconds: number) => {
  const end = performance.now() + seconds * 1000;
  return () => performance.now() >= end;
};

/** Faults, and answers that sent somebody away although there was room. */
function faultsOf(all: readonly Answered[], mayRefuse: boolean): string[] {
  const faults = all.flatMap(({ fault }) => (fault === undefined ? [] : [fault]));
  const refused = all.filter(({ status }) => status === 503).length;
  const broken = faults.length === 0 ? [] : [`${faults.length} faults, such as ${faults[0]}`];
  if (refused > 0 && !mayRefuse) broken.push(`${refused} clients were sent away though there was room`);
  return broken;
}

/** Clients with random filters: no error, no growth, fair latency for each kind of question. */
export async function crowd({ server, facts, names, seed, clients, seconds }: Setting): Promise<Trial> {
  // What the server keeps for speed is filled once before its memory is looked at.
  const warm = after(seconds / 4);
  const start = (turn: number) => (_: unknown, index: number) =>
    randomAsks(seed + turn * 1000 + index, facts, names);
  await Promise.all(
    Array.from({ length: clients }, start(0)).map((asks) => keepAsking(server.address, asks, warm)),
  );
  const watching = watch(server.pid);
  const isOver = after(seconds);
  const all = (
    await Promise.all(
      Array.from({ length: clients }, start(1)).map((asks) => keepAsking(server.address, asks, isOver)),
    )
  ).flat();
  const held = await watching.end();
  const room = requestLimits.queries + requestLimits.waiting;
  const broken = faultsOf(all, clients > room);
  const figures: Record<string, number> = { answers: all.length, perSecond: round(all.length / seconds) };
  for (const kind of new Set(['all', ...all.map((answered) => answered.kind)])) {
    const times = took(kind === 'all' ? all : all.filter((answered) => answered.kind === kind));
    const [middle, slow] = [quantile(times, 0.5), quantile(times, 0.99)];
    figures[`${kind}: p50 ms`] = round(middle);
    figures[`${kind}: p99 ms`] = round(slow);
    figures[`${kind}: p99 / p50`] = round(slow / middle);
    if (slow > 20 * middle) broken.push(`${kind}: p99 is ${round(slow / middle)} times p50`);
  }
  const grown = growth(held);
  const highest = Math.max(...held.map(({ megabytes }) => megabytes));
  figures['refused with 503'] = all.filter(({ status }) => status === 503).length;
  figures['memory, MB'] = round(highest);
  figures['growth in the second half, MB'] = round(grown);
  // The collector's own saw has teeth of some tens of megabytes.
  if (grown > Math.max(48, highest * 0.1)) broken.push(`the server grew by ${round(grown)} MB`);
  if (all.length < clients * 2) broken.push(`only ${all.length} answers in all`);
  return { name: `${clients} clients, ${seconds} s`, figures, broken };
}

/** Every question another one, so that nothing is known from before. */
function* heavyAsks(): Generator<Ask, never> {
  for (let turn = 0; ; turn++) {
    yield {
      kind: 'summary',
      path: `/v1/api/1/second-look/summary?search=${turn.toString(36)}&minId=${turn % 7}`,
    };
  }
}

function* pageAsks(): Generator<Ask, never> {
  for (let turn = 0; ; turn++) {
    yield { kind: 'page', path: `/v1/api/1/classify/all/result/page?limit=50&offset=${(turn % 40) * 50}` };
  }
}

const pageTimes = async ({ address }: RunningServer, isOver: () => boolean) =>
  keepAsking(address, pageAsks(), isOver);

/** A client with nothing but heavy summaries beside one that pages. */
export async function heavyBeside({ server, seconds }: Setting): Promise<Trial> {
  const alone = await pageTimes(server, after(seconds / 4));
  const isOver = after(seconds / 2);
  const [heavy, pages] = await Promise.all([
    keepAsking(server.address, heavyAsks(), isOver),
    pageTimes(server, isOver),
  ]);
  const [middleAlone, middle] = [quantile(took(alone), 0.5), quantile(took(pages), 0.5)];
  const [slow, heavyMiddle] = [quantile(took(pages), 0.99), quantile(took(heavy), 0.5)];
  const broken = faultsOf([...alone, ...heavy, ...pages], false);
  // A page may wait for a turn of the heavy query, never for one heavy query after another.
  if (slow > 20 * middleAlone + 2 * heavyMiddle)
    broken.push(`pages took ${round(slow)} ms beside heavy queries`);
  if (pages.length < heavy.length) broken.push('fewer pages than heavy queries were answered');
  return {
    name: 'heavy queries beside pages',
    figures: {
      'pages alone: p50 ms': round(middleAlone),
      'pages beside: p50 ms': round(middle),
      'pages beside: p99 ms': round(slow),
      'heavy: p50 ms': round(heavyMiddle),
      pages: pages.length,
      'heavy queries': heavy.length,
    },
    broken,
  };
}

/** Until the server holds no more than it did, or the time is over. */
async function untilLet(pid: number, descriptors: number, isOver: () => boolean) {
  for (;;) {
    const held = await heldBy(pid);
    if (held.descriptors <= descriptors || isOver()) return held;
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
  }
}

/** Clients that read a little of a large answer and stop, and clients that go away in the middle of one. */
export async function rudeClients({ server, seconds }: Setting): Promise<Trial> {
  const large = '/v1/api/1/classify/all/result/page?limit=100000';
  const alone = await pageTimes(server, after(seconds / 8));
  const before = await heldBy(server.pid);
  const agents = Array.from({ length: 32 }, keptConnection);
  const slow: IncomingMessage[] = await Promise.all(
    agents.map(async (agent) => {
      const answer = await open(server.address, large, agent);
      answer.on('error', () => undefined);
      answer.once('readable', () => answer.read(1));
      return answer;
    }),
  );
  const during = await heldBy(server.pid);
  const beside = await pageTimes(server, after(seconds / 8));
  const goAway = async () => {
    const agent = keptConnection();
    const answer = await open(server.address, large, agent);
    answer.on('error', () => undefined);
    answer.destroy();
    agent.destroy();
  };
  const [pages] = await Promise.all([
    pageTimes(server, after(seconds / 4)),
    Promise.all(Array.from({ length: 32 }, goAway)),
  ]);
  for (const answer of slow) answer.destroy();
  for (const agent of agents) agent.destroy();
  const left = await untilLet(server.pid, before.descriptors, after(60));
  const broken = faultsOf([...alone, ...beside, ...pages], false);
  const [middle, late] = [quantile(took(alone), 0.5), quantile(took(pages), 0.99)];
  const besideSlow = quantile(took(beside), 0.5);
  if (besideSlow > 20 * middle) broken.push(`pages took ${round(besideSlow)} ms beside slow readers`);
  if (left.descriptors > before.descriptors)
    broken.push(`${left.descriptors - before.descriptors} descriptors were kept`);
  const more = left.megabytes - before.megabytes;
  if (more > Math.max(96, before.megabytes * 0.25)) broken.push(`${round(more)} MB were kept`);
  return {
    name: '32 slow readers, 32 that go away',
    figures: {
      'pages alone: p50 ms': round(middle),
      'pages beside slow readers: p50 ms': round(besideSlow),
      'pages while 32 ask and go: p99 ms': round(late),
      'descriptors before': before.descriptors,
      'descriptors during': during.descriptors,
      'descriptors after': left.descriptors,
      'memory before, MB': round(before.megabytes),
      'memory during, MB': round(during.megabytes),
      'memory after, MB': round(left.megabytes),
    },
    broken,
  };
}

/** More clients at one moment than there is room for. */
export async function tooMany({ server }: Setting): Promise<Trial> {
  const room = requestLimits.queries + requestLimits.waiting;
  const heavy = heavyAsks();
  const asks = Array.from({ length: room * 3 }, () => {
    const { kind, path } = heavy.next().value;
    return { kind, path: `${path}&minLength=-1` };
  });
  const all = await Promise.all(
    asks.map(async (ask) => {
      const agent = keptConnection();
      const answered = await askOnce(server.address, ask, agent);
      agent.destroy();
      return answered;
    }),
  );
  const health = await askOnce(
    server.address,
    { kind: 'sample', path: '/v1/api/second-look/health' },
    keptConnection(),
  );
  const served = all.filter(({ status }) => status === 200).length;
  const refused = all.filter(({ status }) => status === 503).length;
  const broken = faultsOf([...all, health], true);
  if (health.status !== 200) broken.push('the server was not there afterwards');
  if (served < requestLimits.queries) broken.push(`only ${served} were served`);
  return {
    name: `${asks.length} at one moment, with room for ${room}`,
    figures: { served, 'refused with 503 and Retry-After': refused },
    broken,
  };
}
