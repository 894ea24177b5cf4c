/** Lines in a block are read as lines that come in pieces are, whatever stands in them. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { entriesOf } from '../store/entry-batch';
import { LineBatchReader } from './line-batch';
import { predictionOf, resultOf } from './source-fixtures';

const space = fc.constantFrom('', '', '', ' ', '\t', '  \r');
const word = fc.constantFrom('idle', 'é', '\u2028', '"', '\\', '{}[]:,', '__proto__', '\ud83d\ude00');

/** A line as some writer might make it. */
const soundLine = fc
  .record({
    id: fc.constantFrom(1, 2, 3, 40, 2 ** 53 - 1),
    label: word,
    count: fc.nat(3),
    spaces: fc.array(space, { minLength: 12, maxLength: 12 }),
    isTurned: fc.boolean(),
  })
  .map(({ id, label, count, spaces, isTurned }) => {
    const gap = (at: number) => spaces[at] ?? '';
    const result = JSON.stringify(resultOf(id, { label, metadata: { site: label } }));
    const predictions = Array.from({ length: count }, (_, window) =>
      JSON.stringify(predictionOf(id, window)),
    );
    const members = [
      `${gap(0)}"result"${gap(1)}:${gap(2)}${result}${gap(3)}`,
      `${gap(4)}"predictions"${gap(5)}:${gap(6)}[${gap(7)}${predictions.join(`${gap(8)},${gap(9)}`)}${gap(10)}]${gap(11)}`,
    ];
    return `{${(isTurned ? members.toReversed() : members).join(',')}}`;
  });

/** The same with one character changed, left out or put in. */
const oddLine = fc
  .tuple(
    soundLine,
    fc.nat(),
    fc.constantFrom('', '{', '}', '[', ']', '"', ',', ':', '\\', '9', ' ', '\u0000', 'é'),
  )
  .chain(([line, at, put]) =>
    fc.constantFrom(0, 1).map((taken) => {
      const start = at % line.length;
      return line.slice(0, start) + put + line.slice(start + taken);
    }),
  );
const anyLines = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: soundLine },
    { weight: 3, arbitrary: oddLine },
    fc.constantFrom('', ' ', '{}', '[]', 'x', '{"result":{"sampleId":1}}'),
  ),
  { maxLength: 6 },
);

function readWith(read: (reader: LineBatchReader) => void, block?: Uint8Array) {
  const problems: string[] = [];
  const reader = new LineBatchReader(
    { file: 'a.jsonl', line: 7, byte: 100 },
    { onProblem: ({ message }) => void problems.push(message) },
    block,
  );
  read(reader);
  const { batch, notices, lines, lineNumbers, lineStarts, resultStarts } = reader.finish();
  const entries = [...entriesOf(batch)].map(({ sampleId, result, predictions }) => ({
    sampleId,
    result: Buffer.from(result).toString('latin1'),
    predictions: Buffer.from(predictions).toString('latin1'),
  }));
  const { values, windows, learnBlocks } = batch;
  return {
    problems,
    entries,
    values,
    windows,
    learnBlocks,
    notices,
    lines,
    lineNumbers,
    lineStarts,
    resultStarts,
  };
}

it('reads a block as it reads pieces', () => {
  let samples = 0;
  let problems = 0;
  fc.assert(
    fc.property(anyLines, fc.boolean(), fc.integer({ min: 1, max: 500 }), (texts, hasEnd, size) => {
      const bytes = Buffer.from(texts.join('\n') + (hasEnd ? '\n' : ''));
      const inPieces = readWith((reader) => {
        for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
      });
      const block = new Uint8Array(bytes);
      const asBlock = readWith((reader) => reader.push(block), block);
      samples += asBlock.entries.length;
      problems += asBlock.problems.length;
      expect(asBlock).toEqual(inPieces);
    }),
    { numRuns: 1500 },
  );
  expect(samples).toBeGreaterThan(1000);
  expect(problems).toBeGreaterThan(500);
});
