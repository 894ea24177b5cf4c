/** Endless lists and extreme numbers: the tab stays responsive, and shows what it can. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { runCommand } from '../run-command';
import { startServer, type RunningServer } from '../start-server';
import { activeFilters, expect, open, sample, test, withServer } from './second-look';

const many = <Item>(count: number, make: (at: number) => Item) =>
  Array.from({ length: count }, (_, at) => make(at));
const record = <Value>(count: number, name: string, make: (at: number) => Value) =>
  Object.fromEntries(many(count, (at) => [`${name} ${at}`, make(at)]));

/** A classification with the fields that all have. */
const said = (type: string, rest: object) => ({
  learnBlock: { id: 1, type, name: type, title: type },
  result: [],
  thresholds: [],
  ...rest,
});

const boxes = many(1500, (at) => ({
  x: (at % 40) / 40,
  y: Math.floor(at / 40) / 40,
  width: 0.02,
  height: 0.02,
}));

interface Odd {
  sample?: object;
  classifications?: object[];
  said?: object;
}

/** Samples that are too long somewhere, or have numbers that cannot be drawn directly. */
const odd: readonly Odd[] = [
  { sample: { metadata: record(10_000, 'key', (at) => `value ${at}`) } },
  {
    sample: {
      filename: 'long '.repeat(100_000),
      intervalMs: 1,
      metadata: { note: 'words '.repeat(100_000) },
      structuredLabels: many(3000, (at) => ({ startIndex: at, endIndex: at, label: `label ${at}` })),
      sensors: many(3000, (at) => ({ name: `sensor ${at}`, units: 'N/A' })),
    },
    classifications: [
      said('keras', {
        result: [record(3000, 'class', (at) => at / 3000)],
        thresholds: many(1000, (at) => ({ key: `${at}`, description: `d ${at}`, helpText: 'h', value: 0.5 })),
      }),
      said('keras-freeform', { result: [record(3000, 'key', (at) => at)] }),
      ...many(500, () => said('keras', { result: [{ a: 1 }] })),
    ],
  },
  {
    sample: {
      chartType: 'image',
      imageDimensions: { width: 1, height: 1 },
      boundingBoxes: boxes.map((box) => ({ label: 'a', ...box })),
      boundingBoxesType: 'object_detection',
    },
    classifications: [
      said('keras-object-detection', { objectDetectionLastLayer: 'yolox' }),
      said('keras-visual-anomaly', {
        anomalyResult: [{ scores: many(300, (y) => many(300, (x) => (x * y) % 10)) }],
      }),
    ],
    said: { boundingBoxes: boxes.map((box) => ({ label: 'a', score: 0.5, ...box })) },
  },
  {
    sample: {
      chartType: 'image',
      imageDimensions: { width: 1e-300, height: 1e300 },
      boundingBoxes: [{ label: 'a', x: 1e308, y: -1e308, width: 1.7e308, height: 1.7e308 }],
      boundingBoxesType: 'object_detection',
      label: '-1.7e308',
      totalLengthMs: 1.7e308,
      intervalMs: 1e308,
      structuredLabels: [{ startIndex: 0, endIndex: 10, label: 'a' }],
    },
    classifications: [
      said('keras-regression', {
        result: [{ value: 1.7e308 }],
        thresholds: [{ key: 'max_error', description: 'd', helpText: '', value: 1e308 }],
      }),
      said('keras-visual-anomaly', {
        anomalyResult: [
          {
            scores: [
              [1.7e308, -1.7e308],
              [5e-324, 0],
            ],
          },
        ],
      }),
      said('anomaly', { result: [{ anomaly: -1.7e308 }] }),
      said('keras', { result: [{ a: 1.7e308, b: -1.7e308, c: 5e-324 }] }),
      said('keras-object-detection', {
        objectDetectionLastLayer: 'fomo',
        structuredResult: [{ boxes: [[1e308, 1e308, 1.7e308, 1.7e308]], labels: ['a'], scores: [1e308] }],
      }),
    ],
    said: { startMs: -1.7e308, endMs: 1.7e308, label: '-1.7e308', prediction: '1.7e308' },
  },
];

/** Readings that cannot be drawn on their own scale, one sensor each; sensors with the same unit share a scale. */
const signals: readonly (readonly { units: string; values: readonly (number | null)[] }[])[] = [
  // leeoniya/uPlot#1084: the rounding errors of a constant.
  [{ units: 'noise', values: many(200, (at) => (at % 2 === 0 ? 0.9999997615814209 : 1.000000238418579)) }],
  [
    { units: 'widest', values: many(200, (at) => (at % 2 === 0 ? 1.7e308 : -1.7e308)) },
    // leeoniya/uPlot#827: constant and far from 0.
    { units: 'flat', values: many(200, () => 1e14) },
    { units: 'least', values: many(200, (at) => (at % 2 === 0 ? 5e-324 : 0)) },
    { units: 'nothing', values: many(200, () => null) },
  ],
  [{ units: 'point', values: [5] }],
];

let server: RunningServer;
let folder = '';

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'second-look-odd-'));
  const media = join(folder, 'media');
  await mkdir(media);
  const readings: Odd[] = [];
  for (const [at, lists] of signals.entries()) {
    const sensors = lists.map(({ units }) => ({ name: units, units }));
    const values = many(lists[0]?.values.length ?? 0, (row) => lists.map((list) => list.values[row] ?? null));
    const file = { payload: { device_type: 'MADE', interval_ms: 10, sensors, values } };
    await writeFile(join(media, `${odd.length + at + 1}.json`), JSON.stringify(file));
    readings.push({ sample: { chartType: 'chart', sensors } });
  }
  const lines = [...odd, ...readings].map(({ sample: own, classifications = [], said: window }, at) => {
    const sampleId = at + 1;
    const prediction = { sampleId, startMs: 0, endMs: 1000, label: 'a', prediction: 'a', ...window };
    return JSON.stringify({
      result: {
        sampleId,
        sample: { id: sampleId, filename: `odd.${sampleId}`, label: 'a', ...own },
        classifications,
      },
      predictions: [prediction],
    });
  });
  await writeFile(join(folder, 'run.jsonl'), lines.join('\n'));
  server = await startServer(['--no-demo']);
  const args = ['import', join(folder, 'run.jsonl'), '--project', '1', '--media', media];
  const { code, errors } = await runCommand([...args, '--data', server.folder]);
  expect(code, errors).toBe(0);
});
test.afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});
withServer(() => server);

/** Opens one sample, in a table of few rows, and waits for the end of its panel. */
async function openSample(page: Page, id: number): Promise<void> {
  await open(page, new URL(`/1?minId=${id}&maxId=${id + 1}&sample=${id}`, server.address).href);
  await expect(sample(page).getByText('Record as JSON')).toBeVisible();
}

/** The shapes and texts of a page that contain invalid or overlong numbers. */
const brokenNumbers = (page: Page) =>
  page.evaluate(() => {
    const attributes = [...document.querySelectorAll('*')].flatMap(({ attributes: all }) => [...all]);
    const texts = [document.body.innerText, ...attributes.map(({ name, value }) => `${name}="${value}"`)];
    return texts.flatMap((text) => text.match(/.{0,80}(?:NaN|Infinity|∞).{0,20}/) ?? []);
  });

const metadata = (page: Page) => sample(page).getByRole('region', { name: 'Metadata' });
const values = (page: Page) => metadata(page).locator('dd');

test('ten thousand metadata keys: the first hundred, then hundreds more, and any of them by search', async ({
  page,
}) => {
  await openSample(page, 1);
  await expect(metadata(page)).toContainText('10,000 keys');
  await expect(values(page)).toHaveCount(100);
  await metadata(page).getByRole('button', { name: 'Show 100 more' }).click();
  await expect(values(page)).toHaveCount(200);
  await expect(metadata(page)).toContainText('200 of 10,000 are shown');
  await metadata(page).getByRole('searchbox', { name: 'Find in the metadata' }).fill('KEY 9876');
  await expect(values(page)).toHaveCount(1);
  await metadata(page).getByRole('button', { name: 'value 9876' }).click();
  await expect(activeFilters(page)).toContainText('key 9876');
});

test('no unbounded list of a sample is rendered completely', async ({ page }) => {
  await openSample(page, 2);
  for (const title of ['Structured labels', 'Thresholds', 'Scores', 'More learn blocks']) {
    const section = sample(page).getByRole('region', { name: title }).first();
    await expect(section.getByText(/ are shown$/).first()).toBeVisible();
  }
  await expect(metadata(page).getByRole('button', { name: 'Copy note' })).toBeVisible();
  expect(await page.locator('*').count()).toBeLessThan(5000);
  expect(await page.evaluate(() => document.body.innerText.length)).toBeLessThan(100_000);

  await openSample(page, 3);
  await expect(sample(page).getByText(/Only 500 boxes of each kind are drawn/)).toBeVisible();
  expect(await page.locator('*').count()).toBeLessThan(15_000);
});

test('extreme numbers have positions, and none of them is broken', async ({ page }) => {
  await openSample(page, 4);
  expect(await brokenNumbers(page)).toEqual([]);
  await expect(sample(page).getByRole('region', { name: /Value|Regression/ })).toContainText('1.7e+308');
});

/** The number of pixel columns of the chart that contain the first sensor's line. */
const inkedColumns = (page: Page) =>
  sample(page)
    .locator('.uplot canvas')
    .evaluate((canvas) => {
      const context = canvas instanceof HTMLCanvasElement ? canvas.getContext('2d') : null;
      if (context === null) return 0;
      const { width, height } = context.canvas;
      const { data } = context.getImageData(0, 0, width, height);
      const columns = new Set<number>();
      for (let at = 0; at < data.length; at += 4) {
        const [red = 255, , blue = 0, alpha = 0] = data.subarray(at, at + 4);
        if (alpha > 200 && red < 40 && blue > 150) columns.add((at / 4) % width);
      }
      return columns.size;
    });

test('a signal is drawn whatever its values are, and can be zoomed', async ({ page }) => {
  for (const [at, [first]] of signals.entries()) {
    await test.step(first?.units ?? '', async () => {
      await openSample(page, odd.length + at + 1);
      await expect.poll(() => inkedColumns(page)).toBeGreaterThan(first?.values.length === 1 ? 0 : 100);
      expect(await brokenNumbers(page)).toEqual([]);
    });
  }
  await openSample(page, odd.length + 1);
  const { x = 0, y = 0 } = (await sample(page).locator('.uplot .u-over').boundingBox()) ?? {};
  // Zooms into the current range each time, until no time steps are left.
  for (let time = 0; time < 12; time++) {
    await page.mouse.move(x + 50, y + 20);
    await page.mouse.down();
    await page.mouse.move(x + 58, y + 20);
    await page.mouse.up();
  }
  await sample(page).getByRole('button', { name: 'Show all' }).click();
  await expect.poll(() => inkedColumns(page)).toBeGreaterThan(100);
});
