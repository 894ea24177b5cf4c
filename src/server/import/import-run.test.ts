/** Reading files as samples: joined across pages, checked, each once, byte for byte, stopped when cancelled. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleFacts } from '../../domain/sample-values';
import { EntryBatchBuilder } from '../store/entry-batch';
import { readRun } from './import-run';
import {
  pageOf,
  predictionOf,
  problemsOf,
  readAll,
  refusalOf,
  resultOf,
  sourceOf,
  tempFolder,
} from './fixtures/source-fixtures';

const jsonOf = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).join(',');

describe('several pages of one run', () => {
  it('joins predictions to their samples, in the order of the files', async () => {
    const first = pageOf(
      [resultOf(3), resultOf(1)],
      [predictionOf(3), predictionOf(1), predictionOf(3, 1000)],
    );
    const second = pageOf([resultOf(2)], [predictionOf(2), predictionOf(3, 2000), predictionOf(1, 1000)]);
    const { entries } = await readAll([sourceOf('1.json', first), sourceOf('2.json', second)]);
    expect(entries.map(({ sampleId, predictions }) => [sampleId, predictions])).toEqual([
      [3, jsonOf([predictionOf(3), predictionOf(3, 1000), predictionOf(3, 2000)])],
      [1, jsonOf([predictionOf(1), predictionOf(1, 1000)])],
      [2, jsonOf([predictionOf(2)])],
    ]);
  });

  it('joins predictions that come before their results in a file', async () => {
    const { entries } = await readAll([
      sourceOf('1.json', pageOf([resultOf(1)], [predictionOf(2), predictionOf(1)])),
      sourceOf('2.json', pageOf([resultOf(2)], [])),
    ]);
    expect(entries.map(({ predictions }) => predictions)).toEqual([
      jsonOf([predictionOf(1)]),
      jsonOf([predictionOf(2)]),
    ]);
  });

  it('refuses a prediction of a sample that is in none of the files, and names it', async () => {
    const page = pageOf([resultOf(1)], [predictionOf(1), predictionOf(77)]);
    const problems = [
      sourceOf('1.json', page),
      sourceOf('2.json', pageOf([resultOf(2)], [predictionOf(77), predictionOf(78)])),
    ];
    expect(await problemsOf(...problems)).toEqual([
      expect.stringMatching(
        /^1.json, prediction 2 \(byte \d+\): this prediction is of sample 77, which has no result entry/,
      ),
      expect.stringMatching(/^2.json, prediction 2 \(byte \d+\): this prediction is of sample 78/),
    ]);
  });

  it('names the invalid one among several predictions', async () => {
    const odd = { ...predictionOf(1, 1000), startMs: [] };
    const page = pageOf([resultOf(1)], [predictionOf(1), odd]);
    expect(await refusalOf(sourceOf('1.json', page))).toMatch(
      /^1\.json, prediction 2 \(byte [\d,]+\): startMs should be a number or null, but is /,
    );
  });

  it('does not blame predictions for results that could not be read', async () => {
    const page = pageOf([resultOf(1), resultOf(2)], [predictionOf(2), predictionOf(1)]);
    expect(await problemsOf(sourceOf('1.json', page.replace('"sampleId":1', '"sampleId":-1')))).toHaveLength(
      1,
    );
  });
});

describe('a sample that occurs in several places', () => {
  const page = (id: number, ...said: object[]) => pageOf([resultOf(id)], said);
  const line = (id: number, ...said: object[]) => JSON.stringify({ result: resultOf(id), predictions: said });

  it('is imported once with a notice if they are equal, even with other spacing or order of names', async () => {
    const { sampleId, sample, classifications } = resultOf(1);
    const turned = JSON.stringify({ classifications, sample, sampleId }, null, 1);
    const { entries, notices } = await readAll([
      sourceOf('1.json', pageOf([resultOf(1), resultOf(2)], [predictionOf(1), predictionOf(2)])),
      sourceOf(
        '2.json',
        `{"result":[${JSON.stringify(resultOf(2))},${turned}],"predictions":[${jsonOf([predictionOf(1), predictionOf(2)])}]}`,
      ),
    ]);
    expect(entries).toMatchObject([
      { sampleId: 1, result: JSON.stringify(resultOf(1)), predictions: jsonOf([predictionOf(1)]) },
      { sampleId: 2, predictions: jsonOf([predictionOf(2)]) },
    ]);
    expect(notices).toEqual([
      expect.stringMatching(
        /^2 samples repeated in the files.* The first is sample 1, again in 2.json, result entry 2/,
      ),
    ]);
  });

  it('is imported once if one list contains it twice, with its predictions once or twice', async () => {
    for (const said of [
      [predictionOf(1), predictionOf(1, 1000)],
      [predictionOf(1), predictionOf(1, 1000), predictionOf(1), predictionOf(1, 1000)],
    ]) {
      const { entries } = await readAll([sourceOf('a.json', pageOf([resultOf(1), resultOf(1)], said))]);
      expect(entries).toMatchObject([{ predictions: jsonOf([predictionOf(1), predictionOf(1, 1000)]) }]);
    }
  });

  it('is refused if its result entries differ, and both places are named', async () => {
    const other = JSON.stringify({ result: [resultOf(9), resultOf(1, { label: 'wave' })], predictions: [] });
    const refusal = await refusalOf(sourceOf('1.json', page(1, predictionOf(1))), sourceOf('2.json', other));
    expect(refusal).toMatch(
      /^2.json, result entry 2 \(byte \d+\): sample 1 is already in 1.json, result entry 1 \(byte 26\), and its result entries differ there/,
    );
  });

  it('is refused if its predictions differ, across files and within one', async () => {
    const said = [page(1, predictionOf(1)), page(1, predictionOf(1, 0, 'wave'))] as const;
    const differ = 'and its predictions differ there';
    expect(await refusalOf(sourceOf('1.json', said[0]), sourceOf('2.json', said[1]))).toContain(differ);
    expect(await refusalOf(sourceOf('a.json', `{"page":${said[0]},"result":${said[1]}}`))).toMatch(
      /^a.json, result, result entry 1 .* sample 1 is already in a.json, page, result entry 1 /,
    );
  });

  it('is refused on two lines if only one has predictions', async () => {
    const lines = (...all: string[]) => sourceOf('a.jsonl', all.join('\n'));
    expect(await refusalOf(lines(line(1), line(2), line(1, predictionOf(1))))).toMatch(
      /^a.jsonl, line 3 .* sample 1 is already in a.jsonl, line 1 /,
    );
    const { entries } = await readAll([lines(line(1, predictionOf(1)), line(1, predictionOf(1)))]);
    expect(entries).toMatchObject([{ predictions: jsonOf([predictionOf(1)]) }]);
  });

  it('is treated the same in a page and a line', async () => {
    const { entries } = await readAll([
      sourceOf('1.json', page(1, predictionOf(1))),
      sourceOf('2.jsonl', line(1, predictionOf(1))),
    ]);
    expect(entries).toMatchObject([{ sampleId: 1, predictions: jsonOf([predictionOf(1)]) }]);
  });
});

describe('records', () => {
  const extra = fc.dictionary(fc.string({ maxLength: 6 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
  const label = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('__proto__', 'constructor', '"]}', '\u0000'),
  );
  const scores = fc.dictionary(label, fc.double({ noNaN: true, noDefaultInfinity: true }), { maxKeys: 4 });
  const sampleArbitrary = fc.record(
    {
      filename: label,
      label,
      metadata: fc.dictionary(label, label, { maxKeys: 3 }),
      added: fc.constantFrom('2024-01-01T00:00:00.000Z', 'no date'),
      totalLengthMs: fc.nat(),
      more: fc.jsonValue({ maxDepth: 3 }),
    },
    { requiredKeys: [] },
  );
  const entryArbitrary = fc.record({
    sample: sampleArbitrary,
    windows: fc.array(scores, { maxLength: 3 }),
    said: fc.array(fc.record({ startMs: fc.nat(), prediction: label, more: extra }), { maxLength: 4 }),
    indent: fc.constantFrom(0, 1, '\t'),
  });

  it('are returned byte for byte, with their values, however they are spread over files and pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(entryArbitrary, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 300 }),
        fc.constantFrom('page', 'pages', 'lines'),
        fc.boolean(),
        async (drawn, pieceSize, format, isReversed) => {
          const samples = drawn.map(({ sample, windows, said, indent }, index) => {
            const sampleId = index * 3 + 1;
            const result = {
              sampleId,
              sample: { id: sampleId, ...sample },
              classifications: [{ learnBlock: { type: 'keras' }, result: windows }],
            };
            return {
              sampleId,
              result: JSON.stringify(result, null, format === 'lines' ? 0 : indent),
              predictions: said.map(({ more, ...rest }) => JSON.stringify({ ...more, sampleId, ...rest })),
            };
          });
          const inFile = isReversed ? samples.toReversed() : samples;
          const pageText = (part: typeof samples) =>
            `{"success":true,"result":[${part.map(({ result }) => result).join(' ,')}],"predictions":[${inFile
              .filter((sample) => part.includes(sample))
              .flatMap(({ predictions }) => predictions)
              .join(', ')}]}`;
          const half = Math.ceil(samples.length / 2);
          const parts = [samples.slice(0, half), samples.slice(half)].filter((part) => part.length > 0);
          const files = {
            page: () => [sourceOf('a.json', pageText(samples), pieceSize)],
            pages: () => parts.map((part, index) => sourceOf(`${index}.json`, pageText(part), pieceSize)),
            lines: () => [
              sourceOf(
                'a.jsonl',
                samples
                  .map(
                    ({ result, predictions }) =>
                      `{"result":${result},"predictions":[${predictions.join(',')}]}`,
                  )
                  .join('\n'),
                pieceSize,
              ),
            ],
          }[format]();
          const { entries, batches } = await readAll(files);
          expect(entries.map(({ result }) => result)).toEqual(samples.map(({ result }) => result));
          expect(entries.map(({ predictions }) => predictions)).toEqual(
            samples.map(({ predictions }) => predictions.join(',')),
          );
          const expected = new EntryBatchBuilder();
          for (const { sampleId, result, predictions } of entries) {
            // Not parsed by zod, which would drop members named __proto__.
            const facts = sampleFacts({
              result: JSON.parse(result),
              predictions: JSON.parse(`[${predictions}]`),
            });
            expected.add(
              { sampleId, result: Buffer.from(result), predictions: Buffer.from(predictions) },
              facts,
            );
          }
          expect(batches).toHaveLength(1);
          expect(batches[0]?.values).toEqual(expected.finish().values);
          expect(batches[0]?.windows).toBe(expected.finish().windows);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('may have members named __proto__, which are preserved', async () => {
    const result =
      '{"sampleId":1,"sample":{"id":1,"label":"__proto__","metadata":{"__proto__":"x","constructor":"y"}},"classifications":[{"learnBlock":{"type":"keras"},"result":[{"__proto__":0.9,"toString":0.1}]}]}';
    const { entries, batches } = await readAll([
      sourceOf('a.json', `{"result":[${result}],"predictions":[]}`),
    ]);
    expect(entries[0]?.result).toBe(result);
    const { words, metadata, metadataKeys, choices } = batches[0]?.values ?? {};
    const wordOf = (code: number | undefined) => words?.[(code ?? 0) - 1];
    expect(metadataKeys).toEqual(['__proto__', 'constructor']);
    expect([1, 4].map((at) => wordOf(metadata?.[at]))).toEqual(['x', 'y']);
    expect(wordOf(choices?.get('prediction')?.[0])).toBe('__proto__');
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });

  it.each([
    [
      '{"sampleId":1,"sample":{"id":1},"classifications":[],"x":{"a":1,"b":2,"a":3}}',
      /\(byte \d+\): x: the name "a" stands twice in one object/,
    ],
    [
      '{"sampleId":1,"sample":{"id":1},"sampleId":2,"classifications":[]}',
      /the name "sampleId" stands twice/,
    ],
    [
      '{"sampleId":1,"sample":{"id":1,"length":1e400},"classifications":[]}',
      /sample.length should be a number that fits 64 bits/,
    ],
    [
      '{"sampleId":1,"sample":{"id":1,"frequency":1e400},"classifications":[]}',
      /sample.frequency should be a number or null, but is a number too large/,
    ],
    [
      '{"sampleId":1,"sample":{"id":9007199254740993},"classifications":[]}',
      /sample.id should be a whole number from 0 to 9,007,199,254,740,991/,
    ],
    [
      '{"sampleId":1,"sample":{"id":1},"classifications":[],"x":Infinity}',
      /x: Infinity is no value that JSON has/,
    ],
    ['{"sampleId":1,"sample":{"id":1}}', /classifications is missing; it should be a list/],
    [
      `{"sampleId":1,"sample":{"id":1},"classifications":[],"x":${'['.repeat(10_000)}`,
      /nested deeper than 200 levels/,
    ],
    [
      `{"sampleId":1,"sample":{"id":1},"classifications":[],"x":${'{"a":'.repeat(10_000)}`,
      /nested deeper than 200 levels/,
    ],
  ])('are refused when they are %#', async (result, message) => {
    expect(
      await refusalOf(sourceOf('a.json', `{"success":true,"result":[${result}],"predictions":[]}`)),
    ).toMatch(message);
  });

  it('are refused if their text is not UTF-8, with byte and field', async () => {
    const page = Buffer.from(pageOf([resultOf(1, { label: 'caf_' })], []));
    page[page.indexOf('_')] = 0xe9;
    const byte = page.indexOf(0xe9);
    expect(await refusalOf(sourceOf('a.json', page))).toBe(
      `a.json, result entry 1 (byte ${byte}): sample.label: this text is not valid UTF-8; save the file as UTF-8.`,
    );
  });

  it('are refused above the size limit', async () => {
    const long = 'x'.repeat(1 << 20);
    async function* bytes() {
      yield await Promise.resolve(Buffer.from('{"result":[{"sampleId":1,"x":"'));
      for (let megabyte = 0; megabyte < 70; megabyte++) yield Buffer.from(long);
    }
    const file = { name: 'a.json', size: 70 << 20, bytes };
    expect(await refusalOf(file)).toBe(
      'a.json, result entry 1 (byte 11): this value is larger than the 67,108,864 bytes that are allowed.',
    );
  });
});

describe('a reading', () => {
  const many = (count: number) => {
    const ids = Array.from({ length: count }, (_, index) => index + 1);
    return pageOf(
      ids.map((id) => resultOf(id)),
      ids.map((id) => predictionOf(id)),
    );
  };

  it('reports its progress, never backwards, to its end', async () => {
    const shares: number[] = [];
    const samples: number[] = [];
    const readFirst: number[] = [];
    const page = many(1000);
    let bytes = 0;
    await readAll([sourceOf('a.json', page, 1 << 12)], {
      onProgress: (progress) => {
        if (progress.samples === 0) readFirst.push(progress.samplesRead);
        shares.push(progress.share);
        samples.push(progress.samples);
        bytes = progress.bytes;
      },
    });
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(readFirst).toEqual(readFirst.toSorted((a, b) => a - b));
    expect(new Set(readFirst).size).toBeGreaterThan(10);
    expect(readFirst.at(-1)).toBe(1000);
    expect([shares.at(-1), samples.at(-1), bytes]).toEqual([1, 1000, Buffer.byteLength(page)]);
  });

  it('stops when it is aborted, during staging and afterwards, and leaves nothing behind', async () => {
    const emptied = await mkdtemp(join(tmpdir(), 'second-look-stop-'));
    for (const isEarly of [true, false]) {
      const controller = new AbortController();
      const reading = readRun([sourceOf('a.json', many(1000), 1000)], {
        tempFolder: emptied,
        signal: controller.signal,
        onProgress: ({ share, samples }) => {
          if (isEarly ? share > 0.1 : samples > 0) controller.abort(new Error('stopped by the test'));
        },
      });
      const read = async () => {
        for await (const { count } of reading) expect(count).toBeGreaterThan(0);
      };
      await expect(read()).rejects.toThrow('stopped by the test');
    }
    expect(await readdir(emptied)).toEqual([]);
    await rm(emptied, { recursive: true });
  });

  it('requests each file once, in order, and reads it to its end before the next', async () => {
    const log: string[] = [];
    const logged = (name: string, content: string) => ({
      name,
      size: content.length,
      async *bytes() {
        log.push(`${name} begins`);
        yield await Promise.resolve(Buffer.from(content));
        log.push(`${name} ends`);
      },
    });
    await readAll([logged('1', pageOf([resultOf(1)], [])), logged('2', pageOf([resultOf(2)], []))]);
    expect(log).toEqual(['1 begins', '1 ends', '2 begins', '2 ends']);
  });

  it('returns all of many samples, in batches', async () => {
    const sizes: number[] = [];
    const reading = readRun([sourceOf('a.json', many(3000))], {
      tempFolder,
      signal: new AbortController().signal,
    });
    for await (const { count } of reading) sizes.push(count);
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(3000);
  });
});
