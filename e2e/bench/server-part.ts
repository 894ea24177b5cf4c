/** What the server takes for its answers over HTTP, beside the floor's time for the same ones. */
import { EdgeImpulseApi } from 'edge-impulse-api';
import { z } from 'zod';
import { summarySchema } from '../../src/contract/summary';
import { seededRandom } from '../made-runs';
import { filterStates } from './filter-states';
import type { Floor } from './floor';
import { expectSameAnswer } from './floor-agreement';
import type { MeasuredRow } from './measured-row';
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

/** The body's text; its parsing is the client's affair, and not measured. */
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

/** Page and summary at once, as the dashboard asks for them, each state for the first time. */
async function measureChanges({ address, seed }: ServerUnderTest, floor: Floor, count: number) {
  // The first ones only warm both sides up.
  const warming = 4;
  const states = ['', ...filterStates(count + warming - 1, seed)];
  const [ours, floors, byState]: [number[], number[], Record<string, [number, number]>] = [[], [], {}];
  let most = 0;
  for (const [turn, query] of states.entries()) {
    const [milliseconds, bodies] = await timed(() =>
      Promise.all([bodyOf(address, pagePath(query)), bodyOf(address, summaryPath(query))]),
    );
    const { milliseconds: least, answer } = await floor.whole(query);
    const page = pageSchema.parse(JSON.parse(bodies[0]));
    const sampleIds = page.result.map(({ sampleId }) => sampleId);
    expectSameAnswer(query, { ...page, sampleIds }, summarySchema.parse(JSON.parse(bodies[1])), answer);
    if (turn < warming) continue;
    ours.push(milliseconds);
    floors.push(least);
    byState[decodeURIComponent(query)] = [milliseconds, least];
    most = Math.max(most, milliseconds / least);
  }
  const row: MeasuredRow = {
    what: 'page, count, facets, histograms and matrix after a filter change',
    unit: 'ms',
    goal: { most: 60 },
    ...tail(ours),
    floor: { median: median(floors), ratio: median(ours) / median(floors), most: 3 },
    note: `every answer is the same as the floor's; highest ratio of one state ${most.toFixed(1)}`,
  };
  return { row, byState };
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
    // The first one sorts; a list is sorted once and then walked.
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

/** Pages of filtered and sorted lists, each asked for the first time. */
async function measureSorts({ address, seed }: ServerUnderTest, count: number): Promise<MeasuredRow> {
  const sorts = ['confidence', '-anomaly', 'filename', '-added', 'label,-confidence', 'device,length'];
  const measured: number[] = [];
  for (const [turn, state] of filterStates(count, seed + 2).entries()) {
    const query = `${state}&limit=50&sort=${sorts[turn % sorts.length]}`;
    measured.push((await timed(() => bodyOf(address, pagePath(query))))[0]);
  }
  return { what: 'first page of a new filter and sort', unit: 'ms', ...tail(measured) };
}

/** All rows of the server, and what each filter state took: ours, the floor's. */
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
    const { row, byState } = await measureChanges(server, floor, count);
    const rows = [row, ...(await measureOffsets(server, floor, count)), await measureSorts(server, count)];
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
