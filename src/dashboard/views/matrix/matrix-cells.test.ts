/** The texts of the matrix describe its numbers, and never round up to all. */
import { describe, expect, test } from 'vitest';
import type { Filters } from '../../../contract/query';
import type { MatrixCell } from '../../../contract/schemas/summary';
import { densityOf, heatAxis, heatCells } from './matrix-cells';
import { verdictNouns } from '../../ui/verdict-nouns';
import { orderedMatrix, type MatrixCounts, type OrderedMatrix } from './matrix-order';

/** A cell whose verdicts can all be judged, each of a different sample. */
const cell = (expected: string | null, said: string | null, count: number, incorrect: number) => ({
  expected,
  said,
  count,
  samples: count,
  judged: count,
  incorrect,
});
const cells: readonly MatrixCell[] = [
  cell('walking', 'walking', 100, 7),
  { ...cell('walking', 'idle', 14, 14), samples: 12 },
  cell('idle', 'idle', 20, 0),
  { ...cell('mixed', 'idle', 1, 0), judged: 0 },
  { ...cell('idle', 'mixed', 5, 1), judged: 3 },
  cell('idle', 'stairs', 2, 0),
  cell(null, 'idle', 3, 3),
];
const counts: MatrixCounts = { matrix: cells, matrixOther: { labels: 0, cells: [] } };
const matrix = orderedMatrix(counts, 'name', 30);
const block = (type: string) => ({ id: 3, type, title: '', lastLayer: null, thresholds: [] });
const nounsFor = (type: string) => verdictNouns([block(type)], { block: '3', key: null });
const windows = nounsFor('keras');
const boxes = nounsFor('keras-object-detection');
const unfiltered = { filters: {} };
const at = (row: string | null, column: string | null, isShare = false, nouns = windows) =>
  heatCells(matrix, isShare, nouns, unfiltered)[matrix.rows.indexOf(row)]?.[matrix.columns.indexOf(column)];
const colours = () => '#000';
const rowsOf = (ordered: OrderedMatrix, nouns = windows, hasKey = false) =>
  heatAxis(ordered, 'rows', colours, nouns, hasKey);

describe('matrix cells', () => {
  test('a confusion states how many, and of how many', () => {
    expect(at('walking', 'idle')).toMatchObject({
      text: '14',
      tone: 'wrong',
      sentence: 'Expected walking, said idle: 14 windows in 12 samples (12.3\u202f% of walking)',
      canChoose: true,
    });
    expect(at('walking', 'idle', true)?.text).toBe('12.3\u202f%');
  });

  test('equal but incorrect words, different but correct words, and unjudged verdicts are described', () => {
    expect(at('walking', 'walking')?.sentence).toMatch(/; 7 of them incorrect all the same$/);
    expect(at('idle', 'stairs')).toMatchObject({ tone: 'neutral' });
    expect(at('idle', 'stairs')?.sentence).toMatch(/: 2 windows \(.+\); not counted as incorrect$/);
    expect(at('mixed', 'idle')).toMatchObject({ tone: 'unjudged' });
    expect(at('mixed', 'idle')?.sentence).toMatch(/: 1 window \(.+\); cannot be judged$/);
    expect(at('idle', 'mixed')?.sentence).toMatch(/; 2 of them cannot be judged$/);
  });

  test('an empty cell is no filter; one without a word is, and is named correctly', () => {
    expect(at('walking', 'stairs')).toMatchObject({ text: '', heat: 0, canChoose: false });
    expect(at(null, 'idle')).toMatchObject({ text: '3', canChoose: true });
    expect(at(null, 'idle')?.sentence).toMatch(/^Expected no label, said idle: 3 windows/);
    expect(at(null, 'idle', false, boxes)?.sentence).toMatch(
      /^Expected nothing there, said idle: 3 boxes \(.+ of nothing there\)$/,
    );
    expect(rowsOf(matrix).map(({ name, isPlaceholder }) => [name, isPlaceholder])).toEqual([
      ['idle', undefined],
      ['mixed', undefined],
      ['walking', undefined],
      ['no label', true],
    ]);
    expect(rowsOf(matrix, boxes).at(-1)).toMatchObject({
      name: 'nothing there',
      hint: 'Only samples with one of these: 3 boxes',
    });
  });

  test('"nothing" is not a filter for one key, since the other keys have it too', () => {
    expect(rowsOf(matrix, windows, true).map(({ hint }) => hint !== undefined)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  test('the selection of filters on both words or one of them is marked', () => {
    const chosenBy = (filters: Filters) =>
      heatCells(matrix, false, windows, { filters })
        .flat()
        .filter(({ isChosen }) => isChosen)
        .map(({ text }) => text);
    expect(chosenBy({})).toEqual([]);
    expect(chosenBy({ expected: ['walking'], said: ['idle'] })).toEqual(['14']);
    expect(chosenBy({ expected: ['walking'] })).toEqual(['14', '100']);
    expect(chosenBy({ expected: [null, 'mixed'], said: ['idle'] })).toEqual(['1', '3']);
  });

  test('folded labels are one entry, which can be opened, and their cells are no filter', () => {
    const folded = orderedMatrix(counts, 'name', 1);
    const row = folded.rows.findIndex((label) => typeof label === 'symbol');
    expect(rowsOf(folded)[row]).toMatchObject({ name: '3 others', total: '115' });
    expect(rowsOf(folded)[row]?.hint).toBe('Show more of the 3 other labels');
    expect(heatCells(folded, false, windows, unfiltered)[row]?.some(({ canChoose }) => canChoose)).toBe(
      false,
    );
  });

  test('labels missing in the summary are one entry that cannot be opened, different from a label of that name', () => {
    const named = cell('3 others', '3 others', 5, 0);
    const capped = orderedMatrix(
      {
        matrix: [named],
        matrixOther: { labels: 3, cells: [{ said: '3 others', count: 4, judged: 4, incorrect: 4 }] },
      },
      'name',
      30,
    );
    expect(rowsOf(capped).map(({ name, total, hint }) => [name, total, hint !== undefined])).toEqual([
      ['3 others', '5', true],
      ['3 others', '4', false],
    ]);
    expect(
      heatCells(capped, false, windows, unfiltered).map((row) => row.map(({ canChoose }) => canChoose)),
    ).toEqual([[true], [false]]);
  });

  test('in narrow cells, nearly all is not rounded to all, nor a little to nothing', () => {
    const names = Array.from({ length: 40 }, (_, index) => `c${index}`);
    const listed = names.flatMap((name) => [
      cell(name, name, 99_950, 0),
      ...(name === 'c0' ? [] : [cell(name, 'c0', 50, 50)]),
    ]);
    const many = orderedMatrix({ ...counts, matrix: listed }, 'name', 100);
    expect(densityOf(many)).toBe('tight');
    const shares = heatCells(many, true, windows, unfiltered)[1];
    expect(shares?.[0]?.text).toBe('<1%');
    expect(shares?.[1]?.text).toBe('99%');
    expect(heatCells(many, false, windows, unfiltered)[1]?.[1]?.text).toBe('99k');
  });
});
