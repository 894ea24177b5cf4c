/** Names in records and links in folders lead to a file in the run's own media folder, or to nothing. */
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sendAll } from './raw-socket';
import { serverForAll } from './server-for-all';
import { importSamples, pictureOf, pngBytes, sampleLine } from './trusted-server';

const server = serverForAll({ lines: [] });

const fileNames = (names: readonly string[]) =>
  names.map((filename, index) => sampleLine(index + 1, { filename, label: '..', category: '..' }));

const endpoints = ['image', 'wav', 'video', 'raw'] as const;

async function expectNoMedia(project: number, count: number): Promise<void> {
  const targets = Array.from({ length: count }, (_, at) =>
    endpoints.map((endpoint) => `/v1/api/${project}/raw-data/${at + 1}/${endpoint}`),
  ).flat();
  const answers = await sendAll(
    server.port,
    targets.map((target) => ({ target })),
  );
  expect(answers.map(({ status }) => status)).toEqual(targets.map(() => 404));
}

test('a file name in a record leads to no other folder', async () => {
  const names = [
    '../canary',
    '..\\canary',
    '../canary.png',
    '../media-private/s.png',
    'media-private/s',
    './../canary',
    '/canary',
    '/../canary',
    's/../../canary',
    'testing/../../canary',
    '../media/../canary',
    '....//canary',
    '..;/canary',
    '%2e%2e/canary',
    '..%2fcanary',
    '../canary\0.png',
    '/etc/passwd',
    '/proc/self/environ',
    '~/canary',
    '.',
    '..',
    '../',
    '',
    ' ',
    '\0',
    '../data/server.json',
    '../.env',
    '.env',
    '../../../../../../../../etc/passwd',
    `${server.place}/canary`,
    `${server.place}/canary.png`,
    `file://${server.place}/canary.png`,
  ];
  await importSamples(server, fileNames(names), { project: 2 });
  await expectNoMedia(2, names.length);
});

test('Streamlit CVE-2026-33682: names of shares, drives and devices lead nowhere', async () => {
  const names = [
    '\\\\evil\\share\\a.png',
    '//evil/share/a.png',
    '\\\\?\\C:\\a.png',
    '\\\\.\\PIPE\\a',
    'C:\\x.png',
    'C:x.png',
    'CON',
    'NUL.png',
    'a.png::$DATA',
    'http://127.0.0.1:1/a.png',
  ];
  await importSamples(server, fileNames(names), { project: 3 });
  await expectNoMedia(3, names.length);
});

test('neither a link to a file nor one to a folder leads out, however often it is swapped', async () => {
  const { mediaFolder, place } = server;
  symlinkSync(join(place, 'canary.png'), join(mediaFolder, 'link.png'));
  symlinkSync('../canary.png', join(mediaFolder, 'relative.png'));
  symlinkSync(join(place, 'media-private'), join(mediaFolder, 'testing'));
  symlinkSync('/etc/passwd', join(mediaFolder, 'passwd.png'));
  symlinkSync('/proc/self/environ', join(mediaFolder, 'environ.json'));
  symlinkSync(join(server.dataFolder, 'server.json'), join(mediaFolder, 'secret.json'));
  symlinkSync('loop.png', join(mediaFolder, 'loop.png'));
  const names = ['link', 'relative', 'passwd', 'environ', 'secret', 'loop', 'canary', 'testing/s'];
  await importSamples(
    server,
    names.map((filename, index) => sampleLine(index + 1, { filename, category: 'testing' })),
    { project: 4 },
  );
  await expectNoMedia(4, names.length);

  await importSamples(server, [sampleLine(1, { filename: 'swap' })], { project: 5 });
  const path = join(mediaFolder, 'swap.png');
  const aside = join(place, 'aside');
  const swapped = new AbortController();
  const swapping = (async () => {
    for (let swap = 0; swap < 2000; swap++) {
      if (swap % 2 === 0) symlinkSync(join(place, 'canary.png'), aside);
      else writeFileSync(aside, pictureOf('fine'));
      renameSync(aside, path);
      await new Promise(setImmediate);
    }
    swapped.abort();
  })();
  const served = new Set<number>();
  // Every answer is searched when it arrives.
  while (!swapped.signal.aborted) {
    const asked = Array.from({ length: 16 }, () => ({ target: '/v1/api/5/raw-data/1/image' }));
    for (const { status } of await sendAll(server.port, asked)) served.add(status);
  }
  await swapping;
  expect([...served].filter((status) => status !== 200 && status !== 404)).toEqual([]);
  rmSync(join(mediaFolder, 'testing'));
});

test('unusual but valid names are found', async () => {
  const names = [
    'file..name.png',
    '..file.png',
    ' a b.png',
    '100%.png',
    'a#b?.png',
    'caf\u00e9.png',
    'e\u0301tude.png',
    '🙂.png',
    '名.png',
    `${'x'.repeat(251)}.png`,
    '__proto__.png',
    'constructor',
    '<img src=x>.png',
    'a&b;c.png',
    '%2e%2e%2fcanary.png',
  ];
  const odd = join(server.place, 'odd');
  mkdirSync(odd);
  for (const name of names) writeFileSync(join(odd, name), pictureOf(name));
  // A root that is a link, or has a trailing slash, is treated like any other.
  symlinkSync(odd, join(server.place, 'way'));
  for (const [index, media] of [odd, `${odd}/`, join(server.place, 'way')].entries()) {
    const project = 10 + index;
    await importSamples(server, fileNames(names), { project, media });
    const targets = names.map((_, at) => ({ target: `/v1/api/${project}/raw-data/${at + 1}/image` }));
    const answers = await sendAll(server.port, targets);
    expect(answers.map(({ body }) => body.subarray(pngBytes.length).toString())).toEqual(names);
  }
});
