/** JSON Lines: one sample per line, and what is refused. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  predictionOf,
  problemsOf,
  readAll,
  refusalOf,
  resultOf,
  sourceOf,
} from '../fixtures/source-fixtures';

const lineOf = (id: number, ...said: object[]) => JSON.stringify({ result: resultOf(id), predictions: said });
const lines = [lineOf(1, predictionOf(1), predictionOf(1, 1000)), lineOf(2), lineOf(3, predictionOf(3))];
const expected = [
  {
    sampleId: 1,
    result: JSON.stringify(resultOf(1)),
    predictions: `${JSON.stringify(predictionOf(1))},${JSON.stringify(predictionOf(1, 1000))}`,
  },
  { sampleId: 2, predictions: '' },
  { sampleId: 3, predictions: JSON.stringify(predictionOf(3)) },
];

describe('reading JSON Lines', () => {
  it.each([
    ['a.jsonl', lines.join('\n')],
    ['with an end.jsonl', `${lines.join('\n')}\n`],
    ['with blank lines.jsonl', `\n \t\n${lines.join('\r\n\r\n')}\n\n`],
    ['by content.json', lines.join('\n')],
    ['packed', gzipSync(lines.join('\n'))],
    [
      'predictions first.jsonl',
      lines.map((line) => line.replace(/^\{(.*),("predictions":.*)\}$/, '{$2,$1}')).join('\n'),
    ],
    ['with a mark.jsonl', `\ufeff${lines.join('\n')}`],
  ])('reads %s', async (name, content) => {
    for (const pieceSize of [1 << 16, 7]) {
      expect((await readAll([sourceOf(name, content, pieceSize)])).entries).toMatchObject(expected);
    }
  });

  it('reads a line without predictions as a sample without any', async () => {
    const { entries } = await readAll([sourceOf('a.jsonl', JSON.stringify({ result: resultOf(1) }))]);
    expect(entries).toMatchObject([{ sampleId: 1, predictions: '' }]);
  });

  it('refuses a truncated file, except after a line', async () => {
    const bytes = Buffer.from([lineOf(1, predictionOf(1)), lineOf(2)].join('\n'));
    const whole = bytes.indexOf(10);
    for (let size = 1; size < bytes.length; size++) {
      const file = sourceOf('a.jsonl', bytes.subarray(0, size), 50);
      if (size === whole || size === whole + 1)
        expect((await readAll([file])).entries, `${size} bytes`).toHaveLength(1);
      else expect(await refusalOf(file), `${size} bytes`).toContain('the line ends here');
    }
  });

  it.each([
    [`${lineOf(1)}\n{"predictions":[]}`, 'a.jsonl, line 2 (byte 0): this line has no "result"'],
    [`${lineOf(1)}\n\n[1]`, 'line 3 (byte 0): a line should be an object'],
    [`${lineOf(1)}\n{"result":5}`, 'line 2 (byte 10): result: this should be an object'],
    [`${lineOf(1)}\n{"result":{"sampleId":2},"predictions":{}}`, 'predictions: this should be a list'],
    [`${lineOf(1)}\n{"result":{"sampleId":2},"predictions":[3]}`, 'predictions[0]: this should be an object'],
    [`${lineOf(1)}\n{"result":{"sampleId":2}}`, 'line 2 (byte 10): result.sample is missing'],
    [`${lineOf(1)}\n${lineOf(2)}${lineOf(3)}`, 'where nothing more should stand'],
    [
      lineOf(1, predictionOf(2)),
      'predictions[0]: this is of sample 2, but the result entry of the line is of sample 1',
    ],
    [
      lineOf(1, predictionOf(1), predictionOf(2)),
      'predictions[1]: this is of sample 2, but the result entry of the line is of sample 1',
    ],
    [
      lineOf(1, predictionOf(1), { ...predictionOf(1), endMs: [] }),
      'predictions[1].endMs should be a number or null, but is a list',
    ],
    [
      lineOf(1).replace('"sampleId":1', '"sampleId":9007199254740993'),
      'result.sampleId should be a whole number from 0 to 9,007,199,254,740,991, written in plain digits, but is 9007199254740993',
    ],
    [JSON.stringify({ result: resultOf(1) }, null, 1), 'the line ends here, before its JSON is complete'],
  ])('refuses %#', async (content, message) => {
    const refusal = await refusalOf(sourceOf('a.jsonl', content));
    const start = content.lastIndexOf('\n') + 1;
    // The offsets above are relative to the last line.
    expect(refusal).toContain(
      message.replace(/byte (\d+)/, (_, byte) => `byte ${(start + Number(byte)).toLocaleString('en')}`),
    );
  });

  it('names the line even if the first one is broken', async () => {
    expect(await refusalOf(sourceOf('a.jsonl', `{"result":{x\n${lineOf(2)}`))).toBe(
      'a.jsonl, line 1 (byte 12): result: the line ends here, before its JSON is complete.',
    );
  });

  it('continues with the next line if all problems are requested', async () => {
    const content = [lineOf(1), 'nonsense', lineOf(2), '{"result":{"sampleId":3},', lineOf(4)].join('\n');
    const problems = await problemsOf(sourceOf('a.jsonl', content));
    expect(problems).toHaveLength(2);
    expect(problems[0]).toContain('line 2');
    expect(problems[1]).toContain('line 4');
  });
});

describe('a file of lines that can be read again', () => {
  const many = [...lines, `${lineOf(1, predictionOf(1), predictionOf(1, 1000))}  `, lineOf(2)];
  const asked: number[] = [];
  const readableAgain = (name: string, content: string | Uint8Array) => ({
    ...sourceOf(name, content),
    again: async (offset: number, length: number) => {
      asked.push(offset);
      return Promise.resolve(new Uint8Array(Buffer.from(content).subarray(offset, offset + length)));
    },
  });

  it('is read again for the first lines of repeated samples', async () => {
    const mark = '\ufeff';
    const { entries, notices } = await readAll([readableAgain('a.jsonl', mark + many.join('\n'))]);
    expect(entries.map(({ sampleId }) => sampleId)).toEqual([1, 2, 3]);
    expect(notices.join()).toContain('2 samples repeated in the files');
    expect(asked).not.toEqual([]);
    const others = [...many, lineOf(3)].join('\n');
    const says =
      /^a\.jsonl, line 6 \(byte [\d,]+\): sample 3 is already in a\.jsonl, line 3 .+ predictions differ/;
    expect(await refusalOf(readableAgain('a.jsonl', others))).toMatch(says);
  });

  it('is not read again if it is packed', async () => {
    asked.length = 0;
    const { entries } = await readAll([readableAgain('a.jsonl.gz', gzipSync(many.join('\n')))]);
    expect(entries).toHaveLength(3);
    expect(asked).toEqual([]);
  });
});
