/** Pages as the API returns them, in every supported shape, and what is refused. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  pageOf,
  predictionOf,
  problemsOf,
  readAll,
  refusalOf,
  resultOf,
  sourceOf,
} from '../fixtures/source-fixtures';

const results = [resultOf(1), resultOf(2)];
const predictions = [predictionOf(1), predictionOf(1, 1000, 'wave'), predictionOf(2)];
const page = pageOf(results, predictions);
const expected = [
  {
    sampleId: 1,
    result: JSON.stringify(results[0]),
    predictions: `${JSON.stringify(predictions[0])},${JSON.stringify(predictions[1])}`,
  },
  { sampleId: 2, result: JSON.stringify(results[1]), predictions: JSON.stringify(predictions[2]) },
];

describe('reading pages', () => {
  it.each([
    ['as the API returns it', page],
    [
      'with its predictions first',
      JSON.stringify({ predictions, totalCount: 2, result: results, success: true }),
    ],
    [
      'with other members',
      JSON.stringify({ success: true, accuracy: { allLabels: ['"]}'] }, result: results, predictions }),
    ],
    ['with a byte order mark', `\ufeff${page}`],
    ['under "page"', `{"page":${page}}`],
    ['under "page" and "result"', `{"result":{"success":true,"result":[],"predictions":[]},"page":${page}}`],
    ['twice, under "page" and "result"', `{"page":${page},"result":${page}}`],
    ['with predictions only in the page', `{"result":${pageOf(results, [])},"page":${page}}`],
    ['gzipped', gzipSync(page)],
  ])('reads one %s', async (_name, content) => {
    for (const pieceSize of [1 << 16, 5]) {
      const { entries } = await readAll([sourceOf('a.json', content, pieceSize)]);
      expect(entries).toMatchObject(expected);
    }
  });

  it('keeps every byte of a record, and the position of its offset', async () => {
    const odd =
      '{ "sampleId" : 1 ,\n"sample":{"id":1.0,"big":12345678901234567890,"x":-0,"\\u0061":"\\u00e9é"}, "classifications":[ ] }';
    const { entries } = await readAll([
      sourceOf('a.json', `{"success":true,"result":[ ${odd} ],"predictions":[]}`),
    ]);
    expect(entries[0]?.result).toBe(odd);
  });

  it('refuses a failure that a server sent with status 200, with its message', async () => {
    const failure =
      '{"success":false,"error":"No model testing results found, run \'startClassifyJob\' first"}';
    const said = 'the server said "No model testing results found, run \'startClassifyJob\' first"';
    expect(await refusalOf(sourceOf('a.json', failure))).toContain(said);
    expect(await refusalOf(sourceOf('a.json', `{"page":${failure},"result":${page}}`))).toContain(said);
    expect(
      await refusalOf(sourceOf('a.json', JSON.stringify({ result: results, success: false }))),
    ).toContain('without a reason');
  });

  it.each([
    ['[]', 'this is a list'],
    ['', 'this file is empty'],
    [' \n ', 'this file is empty'],
    ['<html>', 'it begins with "<"'],
    ['NaN', 'it begins with "N"'],
    ['{}', 'this file has no list "result"'],
    ['{"success":true}', 'this file has no list "result"'],
    ['{"success":true,"predictions":[]}', 'this file has no list "result"'],
    ['{"success":"yes","result":[]}', '"success" should be true, but is the text "yes"'],
    ['{"result":5}', 'byte 10: result: this should be a list, but is 5'],
    ['{"result":[1]}', 'result entry 1 (byte 11): this should be an object'],
    ['{"result":[],"predictions":{}}', 'predictions: this should be a list, but is an object'],
    ['{"result":[],"page":{"result":[]}}', '"page.result" stands beside another result'],
    ['{"result":[],"totalCount":nope}', 'byte 26: totalCount: this value is no JSON'],
    [`${page}${page}`, 'where nothing more should stand'],
    ['{"success":true,"result":[],"predictions":[]}', 'there are no samples in it'],
  ])('refuses %s', async (content, message) => {
    expect(await refusalOf(sourceOf('a.json', content))).toContain(message);
  });

  it('refuses other encodings and archives by name', async () => {
    for (const bytes of [Buffer.from(`\ufeff${page}`, 'utf16le'), Buffer.from(page, 'utf16le')]) {
      expect(await refusalOf(sourceOf('a.json', bytes))).toContain('it looks like UTF-16');
    }
    expect(await refusalOf(sourceOf('a.json', Buffer.from('PK\u0003\u0004....')))).toContain('a zip archive');
  });

  it('refuses every truncated page, gzipped or not, with the position', async () => {
    const bytes = Buffer.from(pageOf([resultOf(1)], [predictionOf(1)]));
    for (let size = 1; size < bytes.length; size++) {
      const refusal = await refusalOf(sourceOf('a.json', bytes.subarray(0, size), 100));
      expect(refusal, `${size} bytes`).toContain(`byte ${size.toLocaleString('en')}`);
      expect(refusal).toContain('the file ends here');
    }
    const packed = gzipSync(bytes);
    for (let size = 3; size < packed.length; size++) {
      expect(await refusalOf(sourceOf('a.json', packed.subarray(0, size)))).toContain('ends too early');
    }
  });

  it('names record and field of a wrong type, far into a file', async () => {
    const many = Array.from({ length: 5001 }, (_, index) => resultOf(index + 1));
    const wrong = many.map((result) =>
      result.sampleId === 5000 ? resultOf(5000, {}, { idle: 'high' }) : result,
    );
    const text = pageOf(wrong, []);
    const byte = Buffer.from(text.slice(0, text.indexOf('{"sampleId":5000,'))).length.toLocaleString('en');
    expect(await refusalOf(sourceOf('a.json', text))).toBe(
      `a.json, result entry 5,000 (byte ${byte}): classifications[0].result[0].idle should be a number or null, but is the text "high".`,
    );
  });

  it('names the byte and field of invalid JSON inside a record', async () => {
    const text = page.replace('"label":"idle"', '"label":NaN');
    expect(await refusalOf(sourceOf('a.json', text))).toBe(
      `a.json, result entry 1 (byte ${text.indexOf('NaN')}): sample.label: NaN is no value that JSON has; numbers, texts in double quotes, true, false, null, lists and objects are.`,
    );
  });

  it('finds every problem if it may continue', async () => {
    const wrong = [resultOf(1), { sampleId: 'x' }, { ...resultOf(3), classifications: 1 }, resultOf(4)];
    const said = [predictionOf(1), { ...predictionOf(4), startMs: 'soon' }];
    expect(await problemsOf(sourceOf('a.json', pageOf(wrong, said)), sourceOf('b.json', '{'))).toEqual([
      expect.stringMatching(
        /^a.json, result entry 2 \(byte \d+\): sampleId should be a whole number .* but is "x"\.$/,
      ),
      'b.json, byte 1: the file ends here, before its JSON is complete.',
      expect.stringMatching(
        /^a.json, result entry 3 \(byte [\d,]+\): classifications should be a list, but is 1\.$/,
      ),
      expect.stringMatching(
        /^a.json, prediction 2 \(byte [\d,]+\): startMs should be a number or null, but is the text "soon"\.$/,
      ),
    ]);
  });
});
