/** The table of parts: every number leads back to its file. */
import { describe, expect, it } from 'vitest';
import { PartTable } from './part-table';

describe('PartTable', () => {
  it('leads from the number of a part to its file, in any order', () => {
    const table = new PartTable();
    const first = table.addPage('first.json', false);
    const nextLine = table.addLines('lines.jsonl');
    const lines = [nextLine(), nextLine(), nextLine()];
    table.addLines('empty.jsonl');
    const both = table.addPage('both.json', true);
    const expected = [
      [first.page, { file: 'first.json', format: 'page' }],
      ...lines.map((part) => [part, { file: 'lines.jsonl', format: 'lines' }] as const),
      [both.page, { file: 'both.json', format: 'page', within: 'page' }],
      [both.result, { file: 'both.json', format: 'page', within: 'result' }],
    ] as const;
    expect(new Set(expected.map(([part]) => part)).size).toBe(6);
    for (const [part, from] of [...expected, ...expected.toReversed()]) expect(table.of(part)).toEqual(from);
  });
});
