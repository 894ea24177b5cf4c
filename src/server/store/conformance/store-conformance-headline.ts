/** Conformance tests for every store adapter: the headline's rates, and their intervals by group. */
import { describe, expect, test } from 'vitest';
import { groupedInterval } from '../../../domain/metrics/grouped-interval';
import { madeBlock, madeEntry } from './fixtures/entry-fixtures';
import type { Store } from '../store';
import { runOpenerFor } from './store-door';
import { entryOf, sampleEntry } from './fixtures/store-fixtures';
import { crowdedEntries, exampleEntries, ratedEntries } from './store-verdict-cases';

type Shares = readonly (readonly [right: number, of: number])[];

/** A rate in the format of the answer, from the shares of the groups. */
function rateOf(shares: Shares, most?: number) {
  const sum = (part: (right: number, of: number) => number) =>
    shares.reduce((total, [right, of]) => total + part(right, of), 0);
  const sums = {
    groups: shares.length,
    right: sum((right) => right),
    of: sum((_right, of) => of),
    rightRight: sum((right) => right * right),
    rightOf: sum((right, of) => right * of),
    ofOf: sum((_right, of) => of * of),
  };
  const interval = groupedInterval(sums, most);
  return {
    judged: sums.of,
    correct: sums.right,
    groups: sums.groups,
    interval: interval && { low: expect.closeTo(interval.low, 9), high: expect.closeTo(interval.high, 9) },
  };
}

const withoutGroups = { groups: 0, interval: null };

/** A sample of a recording with some windows, right or wrong; `null` cannot be judged. */
const recorded = (id: number, metadata: Record<string, string>, ...windows: (boolean | null)[]) =>
  sampleEntry(
    id,
    { label: 'a', metadata },
    windows.map((isRight) => [isRight === false ? 'b' : 'a', isRight]),
  );

/** Eight samples: of five recordings, and two without one; the last one cannot be judged. */
const recordings = (more: Record<string, string> = {}) => [
  recorded(1, { ...more, recording: 'one' }, true, true),
  recorded(2, { ...more, recording: 'one' }, true, false, false),
  recorded(3, { ...more, recording: 'two' }, true),
  recorded(4, { ...more, recording: 'three' }, false),
  recorded(5, { ...more, recording: 'four' }, true, true, null),
  recorded(6, more, true, false),
  recorded(7, { ...more, recording: 'five' }, false, true, true, true),
  recorded(8, {}, true),
  recorded(9, { ...more, recording: 'five' }, null),
];
const bySample: Shares = [
  [2, 2],
  [1, 3],
  [1, 1],
  [0, 1],
  [2, 2],
  [1, 2],
  [3, 4],
  [1, 1],
];
const byRecording: Shares = [[3, 5], ...bySample.slice(2)];

/** A picture with one hit, some false boxes, and one missed box if their number is odd. */
function boxPicture(id: number, metadata: Record<string, string>, falseBoxes: number) {
  const truth = (x: number) => ({ label: 'cup', x, y: 40, width: 10, height: 10 });
  const places = Array.from({ length: falseBoxes }, (_box, at) => [at / 10, 0, 0.05, 0.05]);
  const block = madeBlock(3, 'keras-object-detection', {
    objectDetectionLastLayer: 'mobilenet-ssd',
    structuredResult: [
      {
        boxes: [[0.4, 0.4, 0.1, 0.1], ...places],
        labels: ['cup', ...places.map(() => 'cup')],
        scores: [0.9, ...places.map(() => 0.6)],
      },
    ],
  });
  const sample = {
    id,
    label: 'cup',
    metadata,
    boundingBoxes: falseBoxes % 2 === 1 ? [truth(40), truth(80)] : [truth(40)],
    imageDimensions: { width: 100, height: 100 },
  };
  const { result, predictions } = madeEntry(sample, [block]);
  return entryOf(result, predictions);
}

/** Declares the tests; `openStore` returns a store that is closed after its test. */
export function describeHeadline(openStore: () => Promise<Store>): void {
  const openRun = runOpenerFor(openStore);

  describe('the headline', () => {
    test('has its intervals by sample', async () => {
      const { summary } = await openRun(recordings());
      const alone = bySample.map(([right, of]) => [right === of ? 1 : 0, 1] as const);
      const expected = {
        group: null,
        samples: rateOf(alone),
        verdicts: rateOf(bySample),
        boxes: null,
      };
      expect((await summary('')).headline).toEqual(expected);
      // In both units, and regardless of the outcome filter.
      expect((await summary('outcome=incorrect', 'verdicts')).headline).toEqual(expected);
      expect((await summary('verdict=incorrect&minWrong=0.5&not.outcome=unknown')).headline).toEqual(
        expected,
      );
      const { headline, judgedWithoutOutcomeFilter, verdicts } = await summary('verdict=correct');
      const { correct, incorrect } = judgedWithoutOutcomeFilter;
      expect([headline.samples.correct, headline.samples.judged]).toEqual([correct, correct + incorrect]);
      const ofVerdicts = verdicts.judgedWithoutOutcomeFilter;
      expect(headline.verdicts.judged).toBe(ofVerdicts.correct + ofVerdicts.incorrect);
    });

    const common = Object.fromEntries(Array.from({ length: 50 }, (_key, at) => [`common ${at}`, 'x']));
    test.each([
      ['a common key', {}],
      ['a rare key', common],
    ])('has them by the values of %s, samples without it separately', async (_what, more) => {
      const entries = [
        ...recordings(more),
        sampleEntry(10, { metadata: more }),
        sampleEntry(11, { metadata: more }),
      ];
      const { summary } = await openRun(entries);
      const { headline } = await summary('', 'samples', {}, 'recording');
      expect(headline).toEqual({
        group: 'recording',
        samples: rateOf([
          [1, 2],
          [1, 1],
          [0, 1],
          [1, 1],
          [0, 1],
          [0, 1],
          [1, 1],
        ]),
        verdicts: rateOf(byRecording),
        boxes: null,
      });
      const said = await summary('said=a', 'samples', {}, 'recording');
      expect(said.headline.verdicts).toEqual(
        rateOf([
          [3, 3],
          [1, 1],
          [2, 2],
          [1, 1],
          [3, 3],
          [1, 1],
        ]),
      );
      expect(said.headline.samples).toEqual(
        rateOf([
          [1, 2],
          [1, 1],
          [1, 1],
          [0, 1],
          [0, 1],
          [1, 1],
        ]),
      );
    });

    test('has no groups for a key that no sample has, and the same rates', async () => {
      const { summary } = await openRun(recordings());
      const { headline } = await summary('', 'samples', {}, 'unused key');
      expect(headline).toMatchObject({
        group: 'unused key',
        samples: { judged: 8, correct: 4, ...withoutGroups },
        verdicts: { judged: 16, correct: 11, ...withoutGroups },
      });
    });

    test('has no interval below five groups, and nothing for no samples', async () => {
      const { summary } = await openRun(ratedEntries);
      expect((await summary('devices=["one","two"]')).headline.samples).toEqual({
        judged: 3,
        correct: 2,
        groups: 3,
        interval: null,
      });
      const none = { judged: 0, correct: 0, groups: 0, interval: null };
      expect((await summary('filename=none')).headline).toEqual({
        group: null,
        samples: none,
        verdicts: none,
        boxes: null,
      });
    });

    test('counts boxes, surplus ones in precision and F1 only', async () => {
      const { summary } = await openRun(crowdedEntries);
      const boxes = {
        hits: 1,
        surplus: 2,
        falseAlarms: 1,
        misses: 0,
        groups: 1,
        precision: { value: 0.75, interval: null },
        recall: { value: 1, interval: null },
        f1: { value: 6 / 7, interval: null },
      };
      expect((await summary('')).headline.boxes).toEqual(boxes);
      expect((await summary('verdict=surplus')).headline.boxes).toEqual(boxes);
      expect((await summary('verdict=false')).headline).toMatchObject({ boxes, verdicts: { judged: 2 } });
      expect((await summary('minScore=0.85')).headline.boxes).toMatchObject({
        hits: 1,
        surplus: 0,
        falseAlarms: 0,
      });
      expect((await summary('filename=none')).headline.boxes).toMatchObject({
        hits: 0,
        groups: 0,
        f1: { value: null, interval: null },
      });
    });

    test('counts a confused pair as a false alarm and a miss, and no windows as boxes', async () => {
      const { summary } = await openRun(exampleEntries);
      expect((await summary('')).headline.boxes).toMatchObject({
        hits: 1,
        surplus: 0,
        falseAlarms: 3,
        misses: 2,
        precision: { value: 1 / 4 },
        recall: { value: 1 / 3 },
        f1: { value: 2 / 7 },
      });
    });

    test('has the intervals of boxes by group', async () => {
      const pictures = ['one', 'two', 'three', 'four', 'five', 'five'].map((recording, at) =>
        boxPicture(at + 1, { recording }, at),
      );
      const { summary } = await openRun(pictures);
      const { boxes } = (await summary('', 'samples', {}, 'recording')).headline;
      const [hits, falseAlarms, misses] = [
        [1, 1, 1, 1, 2],
        [0, 1, 2, 3, 9],
        [0, 1, 0, 1, 1],
      ];
      const each = (part: (hit: number, falseAlarm: number, miss: number) => readonly [number, number]) =>
        hits.map((hit, at) => part(hit, falseAlarms[at] ?? 0, misses[at] ?? 0));
      const boxRate = (shares: Shares, most?: number) => {
        const { correct, judged, interval } = rateOf(shares, most);
        return { value: correct / judged, interval };
      };
      expect(boxes).toEqual({
        hits: 6,
        surplus: 0,
        falseAlarms: 15,
        misses: 3,
        groups: 5,
        precision: boxRate(each((hit, falseAlarm) => [hit, hit + falseAlarm])),
        recall: boxRate(each((hit, _falseAlarm, miss) => [hit, hit + miss])),
        f1: boxRate(
          each((hit, falseAlarm, miss) => [2 * hit, 2 * hit + falseAlarm + miss]),
          6 + 15 + 3,
        ),
      });
    });
  });
}
