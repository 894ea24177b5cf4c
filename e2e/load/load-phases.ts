/** The four phases of the load test; each returns its figures and the rules that were broken. */
import type { IncomingMessage } from 'node:http';
import type { PlainSample } from '../../src/server/store/conformance/judge/plain-loop-values';
import type { RunningServer } from '../start-server';
import { requestLimits } from '../../src/server/http/guards/limits';
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
  /** In words; empty if everything is fine. */
  broken: readonly string[];
}

export interface Setting {
  server: RunningServer;
  /** The path of the project's own endpoints. */
  api: string;
  samples: readonly PlainSample[];
  /** The parameters for which this run has values. */
  names: readonly string[];
  seed: number;
  clients: number;
  seconds: number;
  /** The maximum factor by which a page may be slower than without other clients. */
  slower: number;
}

const round = (value: number) => Math.round(value * 10) / 10;
const took = (all: readonly Answered[]) => all.map(({ milliseconds }) => milliseconds);
const after = (seconds: number) => {
  const end = performance.now() + seconds * 1000;
  return () => performance.now() >= end;
};

/** Errors, and refused requests although there was room. */
function faultsOf(all: readonly Answered[], mayRefuse: boolean): string[] {
  const faults = all.flatMap(({ fault }) => (fault === undefined ? [] : [fault]));
  const refused = all.filter(({ status }) => status === 503).length;
  const broken = faults.length === 0 ? [] : [`${faults.length} faults, such as ${faults[0]}`];
  if (refused > 0 && !mayRefuse) broken.push(`${refused} clients were sent away though there was room`);
  return broken;
}

/** Clients with random filters: no error, no growth, fair latency for each kind of request. */
export async function crowd(setting: Setting): Promise<Trial> {
  const { server, seed, clients, seconds } = setting;
  // The server's caches are filled once before its memory is measured.
  const warm = after(seconds / 4);
  const start = (turn: number) => (_: unknown, index: number) =>
    randomAsks(seed + turn * 1000 + index, setting);
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
  const middleOfAll = quantile(took(all), 0.5);
  for (const kind of new Set(['all', ...all.map((answered) => answered.kind)])) {
    const times = took(kind === 'all' ? all : all.filter((answered) => answered.kind === kind));
    const [middle, slow] = [quantile(times, 0.5), quantile(times, 0.99)];
    figures[`${kind}: p50 ms`] = round(middle);
    figures[`${kind}: p99 ms`] = round(slow);
    figures[`${kind}: p99 / p50`] = round(slow / middle);
    // Fast answers are not compared with their own median, which one time slice of another program would exceed.
    const fair = Math.max(middle, middleOfAll);
    if (slow > 20 * fair) broken.push(`${kind}: p99 is ${round(slow / fair)} times p50`);
  }
  const grown = growth(held);
  const highest = Math.max(...held.map(({ megabytes }) => megabytes));
  figures['refused with 503'] = all.filter(({ status }) => status === 503).length;
  figures['memory, MB'] = round(highest);
  figures['growth in the second half, MB'] = round(grown);
  // Garbage collection causes fluctuations of some tens of megabytes.
  if (grown > Math.max(64, highest * 0.15)) broken.push(`the server grew by ${round(grown)} MB`);
  if (all.length < clients * 2) broken.push(`only ${all.length} answers in all`);
  return { name: `${clients} clients, ${seconds} s`, figures, broken };
}

/** Every request is different, so that nothing is cached. */
function* heavyAsks({ api }: Setting, first = 0): Generator<Ask, never> {
  for (let turn = first; ; turn++) {
    yield {
      kind: 'summary',
      path: `${api}/second-look/summary?search=${turn.toString(36)}&minId=${turn % 7}`,
    };
  }
}

function* pageAsks({ api }: Setting): Generator<Ask, never> {
  for (let turn = 0; ; turn++) {
    yield { kind: 'page', path: `${api}/classify/all/result/page?limit=50&offset=${(turn % 40) * 50}` };
  }
}

const pageTimes = async (setting: Setting, isOver: () => boolean) =>
  keepAsking(setting.server.address, pageAsks(setting), isOver);

/** A client with only heavy summaries, together with one that reads pages. */
export async function heavyBeside(setting: Setting): Promise<Trial> {
  const { server, seconds, slower } = setting;
  const alone = await pageTimes(setting, after(seconds / 8));
  const heavyAlone = await keepAsking(server.address, heavyAsks(setting, 1_000_000), after(seconds / 8));
  const isOver = after(seconds / 2);
  const [heavy, pages] = await Promise.all([
    keepAsking(server.address, heavyAsks(setting), isOver),
    pageTimes(setting, isOver),
  ]);
  const [middleAlone, middle] = [quantile(took(alone), 0.5), quantile(took(pages), 0.5)];
  // With so few pages, one that was delayed by garbage collection or another program would be the 99th percentile.
  const [slow, heavyMiddle] = [quantile(took(pages), 0.95), quantile(took(heavy), 0.5)];
  const broken = faultsOf([...alone, ...heavyAlone, ...heavy, ...pages], false);
  // A page may wait for one step of the heavy query, never for one heavy query after another.
  if (slow > slower * middleAlone + 2 * heavyMiddle)
    broken.push(`pages took ${round(slow)} ms beside heavy queries`);
  // In a small run nothing is heavy. If a heavy query is a single step, pages alternate with it.
  const isHeavy = quantile(took(heavyAlone), 0.5) > 4 * middleAlone;
  if (isHeavy && pages.length < 0.8 * heavy.length)
    broken.push('pages did not have their turn beside heavy queries');
  return {
    name: 'heavy queries beside pages',
    figures: {
      'pages alone: p50 ms': round(middleAlone),
      'pages beside: p50 ms': round(middle),
      'pages beside: p95 ms': round(slow),
      'heavy alone: p50 ms': round(quantile(took(heavyAlone), 0.5)),
      'heavy beside: p50 ms': round(heavyMiddle),
      pages: pages.length,
      'heavy queries': heavy.length,
    },
    broken,
  };
}

/** Waits until the server holds no more than before, or the time is over. */
async function untilLet(pid: number, descriptors: number, isOver: () => boolean) {
  for (;;) {
    const held = await heldBy(pid);
    if (held.descriptors <= descriptors || isOver()) return held;
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
  }
}

const largePage = ({ api }: Setting) => `${api}/classify/all/result/page?limit=100000`;

const gzip = { 'accept-encoding': 'gzip' };

/** 32 clients that read a little of a large answer and stop, and as many that disconnect at its beginning. */
async function beRude(setting: Setting) {
  const { server, seconds } = setting;
  const large = largePage(setting);
  const before = await heldBy(server.pid);
  const agents = Array.from({ length: 32 }, keptConnection);
  const slow: IncomingMessage[] = await Promise.all(
    agents.map(async (agent, at) => {
      const answer = await open(server.address, large, agent, at % 2 === 0 ? {} : gzip);
      answer.on('error', () => undefined);
      answer.once('readable', () => answer.read(1));
      return answer;
    }),
  );
  const during = await heldBy(server.pid);
  const pages = await pageTimes(setting, after(seconds / 8));
  const goAway = async () => {
    const agent = keptConnection();
    const answer = await open(server.address, large, agent);
    answer.on('error', () => undefined);
    answer.destroy();
    agent.destroy();
  };
  await Promise.all(Array.from({ length: 32 }, goAway));
  for (const answer of slow) answer.destroy();
  for (const agent of agents) agent.destroy();
  const left = await untilLet(server.pid, before.descriptors, after(60));
  return { before, during, pages, left };
}

/** The server's maximum memory, or its maximum growth over the time before the rude clients, in megabytes. */
const memory = { most: 500, more: 60 } as const;

/** Rude clients cost no descriptors and hardly any memory, and even less the next time. */
export async function rudeClients(setting: Setting): Promise<Trial> {
  const { seconds, slower } = setting;
  const alone = await pageTimes(setting, after(seconds / 8));
  const first = await beRude(setting);
  const second = await beRude(setting);
  const third = await beRude(setting);
  const pages = [first, second, third].flatMap((once) => once.pages);
  const broken = faultsOf([...alone, ...pages], false);
  const [middle, beside] = [quantile(took(alone), 0.5), quantile(took(pages), 0.5)];
  if (beside > slower * middle) broken.push(`pages took ${round(beside)} ms beside slow readers`);
  const kept = third.left.descriptors - first.before.descriptors;
  if (kept > 0) broken.push(`${kept} descriptors were kept`);
  const most = Math.max(memory.most, first.before.megabytes + memory.more);
  for (const { left } of [first, second, third]) {
    if (left.megabytes > most) broken.push(`${round(left.megabytes)} MB were held after them`);
  }
  const more = third.left.megabytes - second.left.megabytes;
  if (more > Math.max(48, second.left.megabytes * 0.15)) broken.push(`${round(more)} MB more were kept`);
  return {
    name: '32 slow readers and 32 that go away, three times',
    figures: {
      'pages alone: p50 ms': round(middle),
      'pages beside: p50 ms': round(beside),
      'descriptors before': first.before.descriptors,
      'descriptors during': first.during.descriptors,
      'descriptors after': third.left.descriptors,
      'memory before, MB': round(first.before.megabytes),
      'memory during, MB': round(first.during.megabytes),
      'memory after the first, MB': round(first.left.megabytes),
      'memory after the second, MB': round(second.left.megabytes),
      'memory after the third, MB': round(third.left.megabytes),
    },
    broken,
  };
}

/** More concurrent clients than there is room for. */
export async function tooMany(setting: Setting): Promise<Trial> {
  const { server } = setting;
  const room = requestLimits.queries + requestLimits.waiting;
  const heavy = heavyAsks(setting);
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
