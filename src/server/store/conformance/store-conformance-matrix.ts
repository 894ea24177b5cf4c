/** Conformance tests for every store adapter: the matrix. */
import { expect, test } from 'vitest';
import type { Store } from '../store';
import { countsOf, importRun, queryOf, runOpenerFor } from './store-door';
import { sampleEntry } from './fixtures/store-fixtures';
import { keyedEntries } from './store-verdict-cases';

/** Declares the tests; `openStore` returns a store that is closed after its test. */
export function describeMatrix(openStore: () => Promise<Store>): void {
  const openRun = runOpenerFor(openStore);

  test('the matrix lists a hundred labels, the most confused first, and adds up the others', async () => {
    const store = await openStore();
    const numbered = (at: number) => `label ${String(at).padStart(3, '0')}`;
    const right = Array.from({ length: 120 }, (_sample, id) =>
      sampleEntry(id, { label: numbered(id) }, [[numbered(id), true]]),
    );
    const { run } = await importRun(store, [
      ...right,
      sampleEntry(200, { label: 'label 119' }, [['label 118', false]]),
      sampleEntry(201, { label: 'label 119' }, [
        ['label 118', false],
        ['label 118', false],
      ]),
      sampleEntry(202, { label: 'label 117' }, [['(other)', false]]),
      // Not confused, but with more verdicts than others.
      sampleEntry(203, { label: 'label 116' }, [['label 116', true]]),
      sampleEntry(204, { label: 'label 115' }, [['label 115', null]]),
      sampleEntry(205, {}, [['label 110', null]]),
      sampleEntry(206, {}, [['', null]]),
      // Without a verdict.
      sampleEntry(207, { label: 'label 114' }),
      sampleEntry(208, { label: 'label 000' }, [['label 099', true]]),
    ]);
    const { matrix, matrixOther, verdicts } = await store.summary(run, queryOf(''));
    const names = new Set(matrix.flatMap(({ expected, said }) => [expected, said]));
    const first = Array.from({ length: 92 }, (_label, at) => numbered(at));
    const confused = [118, 119, 117, 116, 115, 110, 99].map(numbered);
    expect(names).toEqual(new Set([null, '(other)', ...first, ...confused]));
    const one = { count: 1, samples: 1, judged: 1, incorrect: 0 };
    expect(matrix[0]).toEqual({ ...one, expected: null, said: null, judged: 0 });
    expect(matrix).toContainEqual({ ...one, expected: 'label 117', said: '(other)', incorrect: 1 });
    expect(matrix).toContainEqual({ ...one, expected: 'label 115', said: 'label 115', count: 2, samples: 2 });
    expect(matrix.at(-2)).toEqual({
      expected: 'label 119',
      said: 'label 118',
      count: 3,
      samples: 2,
      judged: 3,
      incorrect: 3,
    });
    expect(matrixOther).toEqual({ labels: 21, cells: [{ count: 21, judged: 21, incorrect: 0 }] });
    const sum = [...matrix, ...matrixOther.cells].reduce((total, { count }) => total + count, 0);
    expect(sum).toBe(verdicts.matching);
  });

  test('the matrix is of one block and of one key', async () => {
    const { ids, summary } = await openRun(keyedEntries);
    const cell = { count: 1, samples: 1, judged: 1, incorrect: 0 };
    const first = await summary('');
    expect(first.matrixOf).toEqual({ block: '6', key: 'size' });
    expect(first.matrix).toEqual([
      { ...cell, expected: 'size: big', said: 'size: big' },
      { ...cell, expected: 'size: big', said: 'size: small', incorrect: 1 },
    ]);
    const other = await summary('', 'samples', { block: '5' });
    expect(other.matrixOf).toEqual({ block: '5', key: 'colour' });
    expect(other.matrix).toEqual([
      { ...cell, expected: 'colour: red', said: 'colour: blue', incorrect: 1 },
      { ...cell, expected: 'colour: red', said: 'colour: green', incorrect: 1 },
    ]);
    const size = await summary('', 'samples', { block: '5', key: 'size' });
    expect(size.matrixOf).toEqual({ block: '5', key: 'size' });
    expect(size.matrix).toEqual([
      { ...cell, expected: 'size: big', said: null, incorrect: 1 },
      { ...cell, expected: 'size: big', said: 'size: big' },
    ]);
    // Of equally wrong keys the first one is chosen; filters affect which block and key that is.
    const right = await summary('verdict=correct');
    expect(right.matrixOf).toEqual({ block: '6', key: 'colour' });
    expect(right.matrix).toEqual([
      { ...cell, expected: 'colour: red', said: 'colour: red', count: 2, samples: 2, judged: 2 },
    ]);
    expect((await summary('block=5')).matrixOf).toEqual({ block: '5', key: 'colour' });
    const none = await summary('', 'samples', { block: '99', key: 'size' });
    expect([none.matrix, none.matrixOf]).toEqual([[], { block: '99', key: null }]);
    const noKey = await summary('', 'samples', { key: 'weight' });
    expect([noKey.matrix, noKey.matrixOf]).toEqual([[], { block: '6', key: 'weight' }]);
    expect(countsOf((await summary('', 'verdicts')).facets['block'])).toEqual([
      ['5', 4],
      ['6', 4],
    ]);
    expect(await ids('block=5&verdict=missed')).toEqual([2]);
    expect(await ids('block=6&verdict=missed')).toEqual([]);
    expect(await ids(`said=${encodeURIComponent('size: small')}`)).toEqual([1]);
    expect(await ids('not.block=5')).toEqual([]);
  });

  test('the first block of a run is that with the lowest id, wherever it is in the file', async () => {
    const { summary } = await openRun(
      [2, 1].map((id) =>
        sampleEntry(
          id,
          { label: 'a' },
          [['a', true]],
          [{ learnBlock: { id: 10 - id, type: 'keras' }, result: [{ a: 1 }] }],
        ),
      ),
    );
    expect((await summary('')).matrixOf.block).toBe('9');
  });
}
