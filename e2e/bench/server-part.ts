/** The response times of the server over HTTP, compared with the floor's time for the same answers. */
import { EdgeImpulseApi } from 'edge-impulse-api';
import { z } from 'zod';
import { summarySchema } from '../../src/contract/schemas/summary';
import { seededRandom } from '../made-runs';
import { filterStates, verdictStates } from './filter-states';
import type { Floor } from './floor/floor';
import { expectSameAnswer } from './floor/floor-agreement';
import type { MeasuredRow } from './measured-row';
import { millionValues } from './million-values';
import { median, quantile, timed } from './median';
import { residentBytes } from './process-memory';

/** The project that the benchmark imports into. */
export const projectId = 7;

const pageSchema = z.object({
  totalCount: z.int(),
  result: z.array(z.looseObject({ sampleId: z.int() })),
});

export interface ServerUnderTest {
  address: string;
  pid: number;
  rows: number;
  seed: number;
}

const pagePath = (query: string) => `/v1/api/${projectId}/classify/all/result/page?${query}`;
const summaryPath = (query: string) => `/v1/api/${projectId}/second-look/summary?${query}`;

/** The body's text; parsing it is up to the client, and not measured. */
async function bodyOf(address: string, path: string): Promise<string> {
  const response = await fetch(new URL(path, address));
  const body = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${body.slice(0, 500)}`);
  return body;
}

const tail = (measured: readonly number[]) => ({
  median: median(measured),
  times: measured.length,
  p95: quantile(measured, 0.95),
});

/** What a screen shows in addition to the rows: ten facets. */
const onScreen = [
  'facet:outcome',
  'facet:label',
  'facet:prediction',
  'histogram:confidence',
  'histogram:anomaly',
  'facet:device',
  'facet:category',
  'histogram:length',
  ...millionValues.metadataKeys.slice(0, 2).map(({ key }) => `metadata:${key}`),
];
const ofVerdicts = ['facet:expected', 'facet:said', 'facet:verdict', 'histogram:score', 'histogram:margin'];

interface Change {
  what: string;
  /** The summary's own parameters. */
  parts: string;
  states: readonly string[];
  most: number;
  mostRatio?: number;
}

/** Page and summary concurrently, as the dashboard requests them, each state for the first time. */
async function measureChanges({ address }: ServerUnderTest, floor: Floor, change: Change) {
  // The first ones only warm up both sides.
  const warming = 4;
  const [ours, floors, byState]: [number[], number[], Record<string, [number, number]>] = [[], [], {}];
  let most = 0;
  for (const [turn, query] of change.states.entries()) {
    const ask = [query, change.parts].filter((text) => text !== '').join('&');
    const [milliseconds, bodies] = await timed(() =>
      Promise.all([bodyOf(address, pagePath(query)), bodyOf(address, summaryPath(ask))]),
    );
    const { milliseconds: least, answer } = await floor.whole(query, change.parts);
    const page = pageSchema.parse(JSON.parse(bodies[0]));
    const sampleIds = page.result.map(({ sampleId }) => sampleId);
    expectSameAnswer(query, { ...page, sampleIds }, summarySchema.parse(JSON.parse(bodies[1])), answer);
    if (turn < warming) continue;
    ours.push(milliseconds);
    floors.push(least);
    byState[`${change.what}: ${decodeURIComponent(query)}`] = [milliseconds, least];
    most = Math.max(most, milliseconds / least);
  }
  const ratio = median(ours) / median(floors);
  const row: MeasuredRow = {
    what: change.what,
    unit: 'ms',
    goal: { most: change.most },
    ...tail(ours),
    floor: {
      median: median(floors),
      ratio,
      ...(change.mostRatio !== undefined && { most: change.mostRatio }),
    },
    note: `every answer is the same as the floor's; highest ratio of one state ${most.toFixed(1)}`,
  };
  return { row, byState };
}

const partsOf = (parts: readonly string[]) => `parts=${encodeURIComponent(JSON.stringify(parts))}`;

/** The counts that are measured after filter changes; no state occurs twice, so that no answer is cached. */
function changesOf(count: number, seed: number): Change[] {
  const states = ['', ...filterStates(count * 4 + 15, seed)];
  const judged = verdictStates(count + 4, seed);
  const part = (at: number) => states.slice(at * (count + 4), (at + 1) * (count + 4));
  return [
    {
      what: 'page, count, headline and ten facets after a filter change',
      parts: partsOf(onScreen),
      states: part(0),
      most: 60,
      mostRatio: 1,
    },
    {
      what: 'page and everything that a summary can hold',
      parts: '',
      states: part(1),
      most: 120,
      mostRatio: 1.3,
    },
    {
      what: 'ten facets in the unit of verdicts',
      parts: `unit=verdicts&${partsOf([...onScreen.slice(0, 5), ...ofVerdicts])}`,
      states: part(2),
      most: 120,
    },
    {
      what: 'ten facets under a filter of verdicts',
      parts: partsOf([...onScreen.slice(0, 5), ...ofVerdicts]),
      states: judged,
      most: 120,
    },
  ];
}

async function measureOffsets(
  { address, rows, seed }: ServerUnderTest,
  floor: Floor,
  count: number,
): Promise<MeasuredRow[]> {
  const random = seededRandom(seed + 1);
  const offsets = Array.from({ length: count }, () => Math.floor(random() * (rows - 50)));
  const api = new EdgeImpulseApi({ endpoint: address });
  const [plain, official, floors, sorted]: number[][] = [[], [], [], []];
  for (const offset of offsets) {
    const query = `limit=50&offset=${offset}`;
    plain?.push((await timed(() => bodyOf(address, pagePath(query))))[0]);
    floors?.push((await floor.page(query)).milliseconds);
    const [milliseconds, page] = await timed(() =>
      api.classify.getClassifyJobResultPage(projectId, { limit: 50, offset: rows - 50 - offset }),
    );
    if (page.result.length !== 50) throw new Error('The official client got another page.');
    official?.push(milliseconds);
    // The first one sorts; a list is sorted once and then read page by page.
    sorted?.push((await timed(() => bodyOf(address, pagePath(`${query}&sort=-confidence`))))[0]);
  }
  const floorMedian = median(floors ?? []);
  const goal = { most: 10 };
  return [
    {
      what: 'page of 50 at any offset',
      unit: 'ms',
      goal,
      ...tail(plain ?? []),
      floor: { median: floorMedian, ratio: median(plain ?? []) / floorMedian },
      note: 'the floor reads no records',
    },
    { what: 'the same by the lowest confidence', unit: 'ms', goal, ...tail(sorted ?? []) },
    {
      what: 'page of 50 at any offset, official client with its parsing',
      unit: 'ms',
      ...tail(official ?? []),
    },
  ];
}

/** Pages of filtered and sorted lists, each requested for the first time. */
async function measureSorts({ address, seed }: ServerUnderTest, count: number): Promise<MeasuredRow> {
  const sorts = ['confidence', '-anomaly', 'filename', '-added', 'label,-confidence', 'device,length'];
  const measured: number[] = [];
  for (const [turn, state] of filterStates(count, seed + 2).entries()) {
    const query = `${state}&limit=50&sort=${sorts[turn % sorts.length]}`;
    measured.push((await timed(() => bodyOf(address, pagePath(query))))[0]);
  }
  return { what: 'first page of a new filter and sort', unit: 'ms', ...tail(measured) };
}

/** All rows of the server, and the times for each filter state: the server's and the floor's. */
export async function measureServer(
  server: ServerUnderTest,
  floor: Floor,
  count: number,
): Promise<{ rows: MeasuredRow[]; byState: Record<string, [number, number]> }> {
  const memory: number[] = [];
  const timer = setInterval(
    () => void residentBytes(server.pid).then((bytes) => memory.push(bytes / 1e6)),
    100,
  );
  try {
    const rows: MeasuredRow[] = [];
    const byState: Record<string, [number, number]> = {};
    for (const change of changesOf(count, server.seed)) {
      const measured = await measureChanges(server, floor, change);
      rows.push(measured.row);
      Object.assign(byState, measured.byState);
    }
    rows.push(...(await measureOffsets(server, floor, count)), await measureSorts(server, count));
    const serving: MeasuredRow = {
      what: 'server memory while serving, the most that was seen',
      unit: 'MB',
      goal: { most: 500 },
      median: Math.max(...memory),
      times: memory.length,
      note: `median ${median(memory).toFixed(0)} MB`,
    };
    return { rows: [...rows, serving], byState };
  } finally {
    clearInterval(timer);
  }
}
