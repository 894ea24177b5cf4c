/** Files made to break, exhaust or poison their readers: each is imported exactly, or refused without a trace. */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sendAll, type RawAnswer, type RawRequest } from './raw-socket';
import { serverForAll } from './server-for-all';
import { importRequest, sampleLine } from './trusted-server';

const server = serverForAll();

const megabyte = 1024 ** 2;
const highestMemory = () =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) * 1024;

const page = (lines: readonly string[]) => {
  const entries = lines.map((line) =>
    z.object({ result: z.unknown(), predictions: z.array(z.unknown()) }).parse(JSON.parse(line)),
  );
  return JSON.stringify({
    success: true,
    result: entries.map(({ result }) => result),
    predictions: entries.flatMap(({ predictions }) => predictions),
    totalCount: entries.length,
  });
};

/** Refused because of its contents, not by a failure; the message does not repeat them, and nothing has changed. */
async function expectRefused(request: RawRequest, says: RegExp, statuses = [400, 413]): Promise<void> {
  const answer = await server.ask(request);
  expect(statuses, answer.text.slice(0, 300)).toContain(answer.status);
  const { error } = z
    .object({ success: z.literal(false), error: z.string().max(1000) })
    .parse(JSON.parse(answer.text));
  expect(error).toMatch(says);
  await server.expectUnchanged();
}

async function expectTaken(answer: RawAnswer, project: number): Promise<string> {
  expect(answer.status, answer.text).toBe(200);
  const taken = await server.ask(`/v1/api/${project}/classify/all/result/page`);
  const { run } = z.object({ run: z.object({ id: z.string() }) }).parse(JSON.parse(answer.text));
  const deleted = await server.ask({
    method: 'DELETE',
    target: `/v1/api/${project}/second-look/runs/${run.id}`,
  });
  expect(deleted.status).toBe(200);
  await server.expectUnchanged();
  return taken.text;
}

describe('Hono GHSA-g6gw-c38x-mqfc: endless nesting is refused while it is read', () => {
  const around: readonly (readonly [string, (deep: string) => string, string])[] = [
    ['a file', (deep) => deep, 'x.json'],
    ['a line', (deep) => deep, 'x.jsonl'],
    ['a member of a page', (deep) => `{"success":true,"other":${deep}`, 'x.json'],
    ['a result', (deep) => `{"success":true,"result":[{"sampleId":1,"sample":${deep}`, 'x.json'],
    ['a sample of a line', (deep) => `{"result":{"sampleId":1,"sample":{"id":1,"x":${deep}`, 'x.jsonl'],
    ['metadata', (deep) => `{"result":{"sampleId":1,"sample":{"id":1,"metadata":{"x":${deep}`, 'x.jsonl'],
  ];
  test.each(around)('as %s', async (_, place, fileName) => {
    for (const opening of ['[', '{"a":']) {
      for (const count of opening === '[' ? [10_000, 5_000_000] : [100_000]) {
        await expectRefused(
          importRequest({ fileName, content: place(opening.repeat(count)) }),
          /nested|deep|must|object|result/i,
        );
      }
    }
  });
});

describe('TF Serving PR 4136, Kubeflow #14170 (CWE-409): decompression bombs', () => {
  const bomb = (byte: string, count: number) => gzipSync(Buffer.alloc(count, byte), { level: 9 });

  test.each([
    ['zeros', () => bomb('\0', 120 * megabyte)],
    ['white space', () => bomb(' ', 120 * megabyte)],
    [
      'one text',
      () =>
        gzipSync(
          Buffer.concat([Buffer.from('{"success":true,"result":["'), Buffer.alloc(120 * megabyte, 'a')]),
        ),
    ],
    [
      'a record',
      () =>
        gzipSync(
          Buffer.concat([
            Buffer.from('{"result":{"sampleId":1,"sample":{"id":1,"label":"'),
            Buffer.alloc(70 * megabyte, 'a'),
          ]),
        ),
    ],
    ['brackets', () => bomb('[', 20 * megabyte)],
    ['gzip within gzip', () => gzipSync(bomb(' ', 10 * megabyte))],
    ['many members', () => Buffer.concat(Array.from({ length: 5000 }, () => gzipSync(' ')))],
  ])('%s', async (_, content) => {
    await expectRefused(importRequest({ fileName: 'x.json.gz', content: content() }), /./);
    expect(highestMemory()).toBeLessThan(512 * megabyte);
  });

  test.each([
    ['a zip', 'PK\x03\x04\x14\0\0\0\x08\0'],
    ['a tar', `../../x${'\0'.repeat(250)}ustar`],
    ['zstd', '(\xb5/\xfd'],
    ['gzip that is damaged', '\x1f\x8b\x08\0\0\0\0\0\0\x03xxxx'],
    ['only the beginning of gzip', '\x1f'],
  ])('%s is no file of ours', async (_, content) => {
    await expectRefused(
      importRequest({ fileName: 'x.json', content: Buffer.from(content, 'latin1') }),
      /x\.json/,
    );
  });
});

describe('the declaration of the files', () => {
  const content = sampleLine(9);
  const size = content.length;
  const declared = (files: unknown, more: Record<string, string> = {}, headers: string[] = []) =>
    importRequest({
      project: 6,
      content,
      parameters: { files: typeof files === 'string' ? files : JSON.stringify(files), ...more },
      headers,
    });

  test.each([
    ['a size that is too small', [{ name: 'x', size: size - 1 }]],
    ['a size that is too large', [{ name: 'x', size: size + 1 }]],
    ['a size beyond all disks', [{ name: 'x', size: 9e15 }]],
    ['a size that is no number', [{ name: 'x', size: '1' }]],
    ['a size below zero', [{ name: 'x', size: -1 }]],
    ['half a byte', [{ name: 'x', size: 0.5 }]],
    [
      'sizes that balance',
      [
        { name: 'x', size: size + 5 },
        { name: 'y', size: -5 },
      ],
    ],
    ['no files', []],
    ['too many files', Array.from({ length: 1001 }, () => ({ name: 'x', size: 0 }))],
    ['a file without a name', [{ name: '', size }]],
    ['a name without end', [{ name: 'x'.repeat(300), size }]],
    ['no list', { __proto__: [] }],
    ['no JSON', '['],
    ['JSON without end', '['.repeat(20_000)],
  ])('%s is refused', async (_, files) => {
    await expectRefused(declared(files), /./, [400]);
  });

  test('a chunked body is measured by its bytes', async () => {
    const chunks = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;
    const headers = ['Transfer-Encoding: chunked'];
    const request = (text: string) => ({
      ...declared([{ name: 'x.jsonl', size }], {}, headers),
      body: chunks(text),
    });
    await expectRefused(request(content.slice(0, -1)), /ended|bytes/);
    await expectRefused(request(`${content} `), /bytes/);
    await expectTaken(await server.ask(request(content)), 6);
  });

  test('names of files, projects and runs are not paths', async () => {
    const listing = () =>
      readdirSync(server.place, { recursive: true, encoding: 'utf8' }).filter(
        (name) => !name.startsWith('data/'),
      );
    const here = listing();
    const names = [
      '../../x',
      '/tmp/x',
      'CON',
      'a\0b',
      '..',
      '<img src=x>',
      '__proto__',
      "'; DROP TABLE x;--",
      '\u202Egnp.x',
    ];
    const lines = names.map((_, index) => sampleLine(index + 1));
    const files = names.map((name, index) => ({ name, size: lines[index]?.length }));
    const request = importRequest({
      project: 6,
      content: lines.join(''),
      parameters: { files: JSON.stringify(files), name: names.join(' '), run: names.join(' ') },
    });
    const answer = await server.ask(request);
    const { run } = z
      .object({ run: z.object({ id: z.string(), files: z.array(z.string()) }) })
      .parse(JSON.parse(answer.text));
    expect(run.files).toEqual(names);
    expect(run.id).toMatch(/^[\w-]+$/);
    await expectTaken(answer, 6);
    expect(listing()).toEqual(here);
  });

  test.each(['..', '../../etc', 'x', '', randomUUID(), `${randomUUID()}/../x`])(
    'the import id %j leads to no other import',
    async (id) => {
      for (const method of ['GET', 'DELETE']) {
        expect(
          (await server.ask({ method, target: `/v1/api/second-look/imports/${encodeURIComponent(id)}` }))
            .status,
        ).toBe(404);
      }
    },
  );
});

describe('text that is not valid', () => {
  const good = page([sampleLine(9, { label: 'é名🙂', metadata: { k: 'v' } })]);

  test('a page truncated anywhere is refused and names the file', async () => {
    const bytes = Buffer.from(good);
    const ends = Array.from({ length: 16 }, (_, part) => Math.floor((bytes.length * part) / 16));
    const requests = ends.map((end) =>
      importRequest({ project: 6, fileName: 'x.json', content: bytes.subarray(0, end) }),
    );
    // No more concurrent uploads than may wait for their turn.
    for (const answer of await sendAll(server.port, requests)) {
      expect(answer.status, answer.text).toBe(400);
      expect(answer.text).toContain('x.json');
    }
    await server.expectUnchanged();
  });

  test.each([
    ['UTF-16', Buffer.from(`\uFEFF${good}`, 'utf16le')],
    ['bytes that are no UTF-8', Buffer.from(good.replace('v', '\xff'), 'latin1')],
    [
      'overlong UTF-8',
      Buffer.concat([
        Buffer.from('{"result":{"sampleId":1,"sample":{"id":1,"label":"'),
        Buffer.from([0xc0, 0xaf]),
        Buffer.from('"}}}'),
      ]),
    ],
    ['NaN', good.replace('"endMs":1000', '"endMs":NaN')],
    ['Infinity', good.replace('"endMs":1000', '"endMs":Infinity')],
    ['a number without end', good.replace('"endMs":1000', '"endMs":1e400')],
    ['an id beyond exact numbers', good.replaceAll(':9,', ':9007199254740993,')],
    ['an id below zero', good.replaceAll(':9,', ':-9,')],
    ['half an id', good.replaceAll(':9,', ':9.5,')],
    ['two ids in one record', good.replace('"sampleId":9,', '"sampleId":9,"sampleId":8,')],
    ['an id that differs within', good.replace('"id":9', '"id":8')],
    ['a comment', good.replace('{', '{/* x */')],
    ['a comma too many', good.replace(']', ',]')],
    ['a control character in a text', good.replace('é', '\n')],
    ['something behind the end', `${good}{}`],
  ])('%s is refused, or taken to the byte', async (_, content) => {
    const answer = await server.ask(importRequest({ project: 6, fileName: 'x.json', content }));
    if (answer.status === 200) {
      const sent = Buffer.from(content).toString();
      const taken = await expectTaken(answer, 6);
      expect(taken.slice(taken.indexOf('"result":['), taken.indexOf('"totalCount"'))).toBe(
        sent.slice(sent.indexOf('"result":['), sent.indexOf('"totalCount"')),
      );
    } else {
      expect(answer.status, answer.text).toBe(400);
      expect(answer.text).toMatch(/x\.json/);
      await server.expectUnchanged();
    }
  });

  test.each([
    ['a byte order mark', `\uFEFF${good}`],
    ['half a character, escaped', good.replace('é', '\\ud800')],
    ['zero bytes, escaped', good.replace('é', '\\u0000')],
    ['a zero below zero', good.replace('"startMs":0', '"startMs":-0')],
    ['a long label', good.replace('é', 'z'.repeat(10_000))],
  ])('%s is taken as it is', async (_, content) => {
    const taken = await expectTaken(
      await server.ask(importRequest({ project: 6, fileName: 'x.json', content })),
      6,
    );
    expect(taken).toContain(content.slice(content.indexOf('"result":['), content.indexOf('"predictions"')));
  });
});
