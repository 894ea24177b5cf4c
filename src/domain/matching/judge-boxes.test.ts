/** Judging boxes: by example, against a plain greedy loop, independent of their order and unit, and for many boxes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { centreDistance, iou, type Box, type ScoredBox } from './box-matching';
import { judgeBoxes, type JudgedBox } from './judge-boxes';

const box = (x: number, y: number, label = 'car', side = 0.2): Box => ({
  label,
  x,
  y,
  width: side,
  height: side,
});
const found = (score: number, ...place: Parameters<typeof box>): ScoredBox => ({ ...box(...place), score });
const rows = (truths: Box[], said: ScoredBox[], byCentre = false) =>
  judgeBoxes({ truths, said, byCentre }).map((row) => [row.kind, row.truth, row.said]);

describe('boxes', () => {
  test('the higher score claims the truth; ties go to the first on both sides', () => {
    expect(rows([box(0, 0)], [found(0.6, 0, 0), found(0.9, 0.02, 0)])).toEqual([
      [null, 0, 1],
      ['false', null, 0],
    ]);
    expect(rows([box(0, 0), box(0, 0)], [found(0.5, 0, 0), found(0.5, 0, 0)])).toEqual([
      [null, 0, 0],
      [null, 1, 1],
    ]);
  });

  test('remaining boxes pair with any label, the closest first, then by score', () => {
    const truths = [box(0, 0, 'bird'), box(0.04, 0, 'boat')];
    // Both predicted boxes overlap both truths; the second is closer to the first truth.
    expect(rows(truths, [found(0.9, 0.02, 0), found(0.6, 0.01, 0)])).toEqual([
      ['confused', 1, 0],
      ['confused', 0, 1],
    ]);
    expect(rows([box(0, 0, 'bird')], [found(0.5, 0, 0), found(0.6, 0, 0)])).toEqual([
      ['confused', 0, 1],
      ['false', null, 0],
    ]);
  });

  test("TIDE's words, in the order of its tests", () => {
    const errors = (truths: Box[], said: ScoredBox[]) =>
      judgeBoxes({ truths, said, byCentre: false }).flatMap(({ boxError }) => boxError ?? []);
    expect(errors([box(0, 0)], [found(0.9, 0.15, 0)])).toEqual(['localisation']);
    expect(errors([box(0, 0, 'bird')], [found(0.9, 0.02, 0)])).toEqual(['class']);
    expect(errors([box(0, 0, 'bird')], [found(0.9, 0.12, 0)])).toEqual(['both']);
    expect(errors([box(0, 0)], [found(0.9, 0, 0), found(0.8, 0.01, 0)])).toEqual(['duplicate']);
    expect(errors([box(0, 0)], [found(0.9, 0.7, 0.7)])).toEqual(['background']);
    // The truth of its own label is near enough, so the other one that it covers does not matter.
    expect(errors([box(0, 0.1), box(0, 0, 'bird')], [found(0.9, 0, 0)])).toEqual(['localisation']);
  });
});

describe('centres', () => {
  test('several may share a truth: the highest score is the pair, the others are surplus', () => {
    const said = [found(0.6, 0.05, 0), found(0.9, 0, 0.1), found(0.7, 0.7, 0.7, 'bike')];
    expect(rows([box(0, 0), box(0.7, 0.7)], said, true)).toEqual([
      [null, 0, 1],
      ['surplus', 0, 0],
      ['confused', 1, 2],
    ]);
  });

  test('the maximum distance is inclusive despite rounding, and truths without area are ignored', () => {
    expect(rows([box(0.1, 0)], [found(0.9, 0.3, 0)], true)).toEqual([[null, 0, 0]]);
    expect(rows([box(0.1, 0)], [found(0.9, 0.31, 0)], true)).toEqual([
      ['false', null, 0],
      ['missed', 0, null],
    ]);
    expect(rows([box(0, 0, 'car', 0)], [], true)).toEqual([]);
  });
});

const label = fc.constantFrom('car', 'bike', '__proto__');
// Positions on a grid, so that equal distances and overlaps are common.
const place = fc.integer({ min: 0, max: 6 }).map((step) => step / 10);
const side = fc.constantFrom(0.1, 0.2, 0.3);
const shape = { label, x: place, y: place, width: side, height: side };
const truthBoxes = fc.array(fc.record(shape), { maxLength: 7 });
const saidBoxes = fc.array(fc.record({ ...shape, score: fc.constantFrom(0.5, 0.6, 0.7, 0.8) }), {
  maxLength: 7,
});
const steps = (value: number) => Math.round(value * 1e9);

/** The same result, found by repeatedly searching all pairs. */
function greedy(truths: Box[], said: ScoredBox[], byCentre: boolean): (string | number | null)[][] {
  const close = (truth: Box, one: Box) => (byCentre ? -centreDistance(truth, one) : iou(truth, one));
  const isPair = (truth: Box, one: Box) =>
    byCentre ? close(truth, one) >= -0.2 - 1e-9 : close(truth, one) >= 0.5 - 1e-9;
  const order = said
    .map((_, at) => at)
    .sort((a, b) => (said[b]?.score ?? 0) - (said[a]?.score ?? 0) || a - b);
  const taken = new Set<number>();
  const used = new Set<number>();
  const judged: (string | number | null)[][] = [];
  for (const at of order) {
    const one = said[at];
    if (one === undefined) continue;
    const free = [...truths.entries()].filter(
      ([truth, its]) => its.label === one.label && isPair(its, one) && (byCentre || !taken.has(truth)),
    );
    free.sort(([a, left], [b, right]) => steps(close(right, one)) - steps(close(left, one)) || a - b);
    const truth = free[0]?.[0];
    if (truth === undefined) continue;
    judged.push([taken.has(truth) ? 'surplus' : null, truth, at]);
    taken.add(truth);
    used.add(at);
  }
  for (;;) {
    const pairs = order.flatMap((at, rank) =>
      [...truths.entries()].flatMap(([truth, its]) => {
        const one = said[at];
        if (one === undefined || used.has(at) || taken.has(truth) || !isPair(its, one)) return [];
        return [{ at, truth, rank, close: steps(close(its, one)) }];
      }),
    );
    const [best] = pairs.sort((a, b) => b.close - a.close || a.rank - b.rank || a.truth - b.truth);
    if (best === undefined) break;
    judged.push(['confused', best.truth, best.at]);
    taken.add(best.truth);
    used.add(best.at);
  }
  for (const at of order) if (!used.has(at)) judged.push(['false', null, at]);
  for (const truth of truths.keys()) if (!taken.has(truth)) judged.push(['missed', truth, null]);
  return judged;
}

const sorted = (list: (string | number | null)[][]) => list.map((row) => JSON.stringify(row)).sort();

describe.each([false, true])('by centre: %s', (byCentre) => {
  test('equals a plain greedy loop', () => {
    fc.assert(
      fc.property(truthBoxes, saidBoxes, (truths, said) => {
        expect(sorted(rows(truths, said, byCentre))).toEqual(sorted(greedy(truths, said, byCentre)));
      }),
    );
  });

  test('every box is in one row, and every truth in one that is not surplus', () => {
    fc.assert(
      fc.property(truthBoxes, saidBoxes, (truths, said) => {
        const judged = judgeBoxes({ truths, said, byCentre });
        const placesOf = (side_: 'truth' | 'said', of: readonly JudgedBox[]) =>
          of.flatMap((row) => row[side_] ?? []).sort((a, b) => a - b);
        expect(placesOf('said', judged)).toEqual([...said.keys()]);
        expect(
          placesOf(
            'truth',
            judged.filter(({ kind }) => kind !== 'surplus'),
          ),
        ).toEqual([...truths.keys()]);
      }),
    );
  });

  test('moving all boxes does not change how they are judged', () => {
    fc.assert(
      fc.property(truthBoxes, saidBoxes, (truths, said) => {
        const moved = <Moved extends Box>(boxes: Moved[]) => boxes.map((one) => ({ ...one, x: one.x + 3 }));
        expect(rows(moved(truths), moved(said), byCentre)).toEqual(rows(truths, said, byCentre));
      }),
    );
  });
});

test('overlaps do not depend on the unit', () => {
  fc.assert(
    fc.property(truthBoxes, saidBoxes, fc.constantFrom(3, 7, 640), (truths, said, scale) => {
      const scaled = <Scaled extends Box>(boxes: Scaled[]) =>
        boxes.map((one) => ({
          ...one,
          x: one.x * scale,
          y: one.y * scale,
          width: one.width * scale,
          height: one.height * scale,
        }));
      expect(rows(scaled(truths), scaled(said))).toEqual(rows(truths, said));
    }),
  );
});
