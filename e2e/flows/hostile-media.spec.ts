/** Media that try to run code, exhaust memory or mislead: the panel says what it cannot show, and keeps working. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { runCommand } from '../run-command';
import { startServer, type RunningServer } from '../start-server';
import { expectCalm, setCanaries } from './page-canaries';
import { expect, open, sample, test, withServer } from './second-look';

const script = '<script>window.__xss=1</script>';
const page = `<!doctype html><html><body onload="window.__xss=1">${script}</body></html>`;
const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="window.__xss=1">${script}</svg>`;

function chunk(type: string, content: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

/** A black picture with one bit per pixel, and more data after its end. */
function png(side: number, behind = ''): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head[8] = 1;
  const rows = Buffer.alloc(side * (1 + Math.ceil(side / 8)));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('tEXt', Buffer.from(`Comment\0${script}`)),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
    Buffer.from(behind),
  ]);
}

/** A sound whose header claims that it is far longer than the file. */
function lyingWav(): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(0xffff_fff0, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(16_000, 24);
  head.writeUInt32LE(32_000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(0xffff_ff00, 40);
  return Buffer.concat([head, Buffer.alloc(3200), Buffer.from(page)]);
}

/** What is shown for each: the picture, a sentence instead, or that there is none. */
const files: readonly { name: string; content: Buffer; shows: RegExp | 'picture' | 'sound' }[] = [
  { name: 'polyglot.png', content: png(32, page), shows: 'picture' },
  { name: 'page-behind.gif', content: png(32, svg), shows: 'picture' },
  { name: 'bomb.png', content: png(30_000), shows: /30,?000 × 30,?000 pixels|cannot be shown/ },
  { name: 'page.png', content: Buffer.from(page), shows: /not here|cannot be shown/ },
  { name: 'drawing.png', content: Buffer.from(svg), shows: /not here|cannot be shown/ },
  { name: 'nothing.png', content: Buffer.alloc(0), shows: /not here|cannot be shown/ },
  { name: 'cut.png', content: png(64).subarray(0, 60), shows: /cannot be shown/ },
  { name: 'cut.jpg', content: Buffer.from('ffd8ffe000104a46494600010100', 'hex'), shows: /cannot be shown/ },
  { name: 'lying.wav', content: lyingWav(), shows: 'sound' },
  { name: 'script.wav', content: Buffer.from(`RIFF${page}`), shows: /not here|cannot/ },
];

let server: RunningServer;
let folder: string;

test.beforeAll(async () => {
  server = await startServer(['--no-demo']);
  folder = await mkdtemp(join(tmpdir(), 'second-look-media-'));
  const lines = files.map(({ name }, at) => {
    const sampleId = at + 1;
    return JSON.stringify({
      result: {
        sampleId,
        sample: {
          id: sampleId,
          filename: name,
          label: 'idle',
          chartType: name.endsWith('.wav') ? 'chart' : 'image',
          sensors: [{ name: name.endsWith('.wav') ? 'audio' : 'image', units: 'x' }],
        },
        classifications: [],
      },
      predictions: [],
    });
  });
  await writeFile(join(folder, 'run.jsonl'), lines.join('\n'));
  for (const { name, content } of files) await writeFile(join(folder, name), content);
  const args = ['import', join(folder, 'run.jsonl'), '--project', '1', '--media', folder];
  const { code, errors } = await runCommand([...args, '--data', server.folder]);
  expect(code, errors).toBe(0);
});
test.afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});
withServer(() => server);

const lengthOf = (player: Element) => (player instanceof HTMLAudioElement ? player.duration : Number.NaN);

const at = (path: string) => new URL(path, server.address).href;

test('the panel shows pictures, says what is none, and stays usable', async ({ page: tab }) => {
  test.setTimeout(120_000);
  const canaries = await setCanaries(tab);
  for (const [place, { name, shows }] of files.entries()) {
    await test.step(name, async () => {
      await open(tab, at(`/1?sample=${place + 1}`));
      await expect(sample(tab).getByRole('heading', { name })).toBeVisible();
      if (shows === 'picture') {
        const picture = sample(tab).getByRole('img', { name: /^Sample/ });
        const width = () =>
          picture.evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0));
        await expect.poll(width).toBe(32);
      } else if (shows === 'sound') {
        await expect(sample(tab).locator('audio')).toBeVisible();
        const length = () => sample(tab).locator('audio').evaluate(lengthOf);
        // Only the existing data: 3,200 bytes of samples and what follows them, not the four gigabytes of the
        // header.
        await expect.poll(length).toBeLessThan(1);
      } else {
        await expect(sample(tab)).toContainText(shows);
      }
      await sample(tab).getByText('Record as JSON').click();
      await expect(sample(tab)).toContainText(`"filename": "${name}"`);
      await expectCalm(tab, canaries);
    });
  }
});

test('opened by their own URLs, none of them runs code', async ({ browser }) => {
  // A separate context, because the policy also forbids the style that Chromium adds to a picture opened on its
  // own.
  const context = await browser.newContext();
  const tab = await context.newPage();
  let visited = 0;
  for (const [place, { name }] of files.entries()) {
    for (const kind of ['image', 'wav', 'video']) {
      const path = `/v1/api/1/raw-data/${place + 1}/${kind}`;
      // A browser may offer to save it, which ends the navigation without a page.
      const answer = await tab.goto(at(path)).catch(() => null);
      if (answer === null) continue;
      visited += 1;
      expect(new URL(tab.url()).pathname, name).toBe(path);
      const type = await tab.evaluate(() => document.contentType);
      expect(type, name).toMatch(/^(image\/(png|jpeg)|audio\/wav|video\/\w+|application\/json|text\/html)$/);
      // The only HTML is Chromium's own page around a sound or video; HTML from the server would have our origin.
      expect(answer.headers()['content-type'], name).not.toMatch(/html|svg|xml|script/);
      expect(await tab.evaluate(() => '__xss' in window)).toBe(false);
    }
  }
  expect(visited).toBeGreaterThan(files.length);
  await context.close();
});
