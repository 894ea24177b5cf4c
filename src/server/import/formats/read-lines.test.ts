/** Lines with arbitrary content: each is returned with its bytes, or refused by its number, alone or among others. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { importLimits } from '../../../contract/schemas/imports';
import { predictionOf, readAll, resultOf, sourceOf } from '../fixtures/source-fixtures';

const space = fc.constantFrom('', '', '', ' ', '\t', '  \r');
const word = fc.constantFrom('idle', 'é', '\u2028', '"', '\\', '{}[]:,', '__proto__', '\ud83d\ude00');

/** A valid line as some tool might write it, and the sample in it. */
const soundLine = fc
  .record({
    label: word,
    count: fc.nat(3),
    spaces: fc.array(space, { minLength: 12, maxLength: 12 }),
    isTurned: fc.boolean(),
  })
  .map(({ label, count, spaces, isTurned }) => (id: number) => {
    const gap = (at: number) => spaces[at] ?? '';
    const result = JSON.stringify(resultOf(id, { label, metadata: { site: label } }));
    const predictions = Array.from({ length: count }, (_, window) =>
      JSON.stringify(predictionOf(id, window)),
    );
    const members = [
      `${gap(0)}"result"${gap(1)}:${gap(2)}${result}${gap(3)}`,
      `${gap(4)}"predictions"${gap(5)}:${gap(6)}[${gap(7)}${predictions.join(`${gap(8)},${gap(9)}`)}${gap(10)}]${gap(11)}`,
    ];
    return {
      text: `{${(isTurned ? members.toReversed() : members).join(',')}}`,
      entry: { sampleId: id, result, predictions: predictions.join(',') },
    };
  });

/** The same with one character changed, removed or inserted; it may still be valid. */
const oddLine = fc
  .record({
    line: soundLine,
    at: fc.nat(),
    put: fc.constantFrom('', '{', '}', '[', ']', '"', ',', ':', '\\', '9', ' ', '\u0000', 'é'),
    taken: fc.nat(1),
  })
  .map(({ line, at, put, taken }) => (id: number) => {
    const { text } = line(id);
    const start = at % text.length;
    return { text: text.slice(0, start) + put + text.slice(start + taken), entry: undefined };
  });

async function read(texts: readonly string[], pieceSize: number) {
  const problems: string[] = [];
  const { entries } = await readAll([sourceOf('a.jsonl', texts.join('\n'), pieceSize)], {
    onProblem: ({ message }) => void problems.push(message),
  });
  return { entries, problems };
}

it('reads a line among others as it reads it alone', async () => {
  let samples = 0;
  let refusals = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 2, arbitrary: soundLine }, oddLine), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 500 }),
      async (drawn, pieceSize) => {
        const lines = drawn.map((line, index) => line(11_111 * (index + 1)));
        // The first line cannot belong to a page, so that no change to another line turns the file into a page.
        const together = await read(['{}', ...lines.map(({ text }) => text)], pieceSize);
        const alone = await Promise.all(lines.map(({ text }) => read(['{}', text], 1 << 16)));
        const said = alone.map(({ problems }) => problems.filter((problem) => problem.includes('line 2 ')));
        lines.forEach(({ entry }, at) => {
          if (entry !== undefined) expect(alone[at]?.entries).toEqual([entry]);
          // Each line gives a sample or a refusal, never both or neither.
          expect((alone[at]?.entries.length ?? 0) + (said[at]?.length ?? 0)).toBe(1);
        });
        expect(together.entries).toEqual(alone.flatMap(({ entries }) => entries));
        const refused = said.flatMap((words, at) => (words.length > 0 ? [at + 2] : []));
        const ofLines = together.problems.filter((problem) => !problem.includes('line 1 '));
        expect(ofLines.map((problem) => /line (\d+) /.exec(problem)?.[1])).toEqual(refused.map(String));
        samples += together.entries.length;
        refusals += refused.length;
      },
    ),
    { numRuns: 80 },
  );
  expect(samples).toBeGreaterThan(80);
  expect(refusals).toBeGreaterThan(20);
});

it('refuses a line that is too long, and finds problems after it', async () => {
  const [one, two] = [1, 2].map((id) => JSON.stringify({ result: resultOf(id), predictions: [] }));
  const long = `{"result":{"sampleId":5,"x":"${'x'.repeat(importLimits.recordBytes)}"}}`;
  const { entries, problems } = await read([one ?? '', long, '{}', two ?? ''], 1 << 20);
  expect(entries.map(({ sampleId }) => sampleId)).toEqual([1, 2]);
  expect(problems).toEqual([
    expect.stringMatching(
      /^a\.jsonl, line 2 \(byte [\d,]+\): this line is larger than the 67,108,864 bytes that are allowed\.$/,
    ),
    expect.stringMatching(/^a\.jsonl, line 3 \(byte [\d,]+\): this line has no "result"/),
  ]);
});
