/** The chips: their texts, and that removing them one after the other clears all filters. */
import { describe, expect, it } from 'vitest';
import { readQuery } from '../../../contract/query';
import type { Conditions } from '../../frame/set-filters';
import { filterChips } from './filter-chips';

function conditionsOf(text: string): Conditions {
  const { filters, not } = readQuery(new URLSearchParams(text)).query;
  return { filters, not };
}
const sentences = (conditions: Conditions) =>
  filterChips(conditions).map(({ joint, sentence }) =>
    joint === undefined ? sentence : `${joint} ${sentence}`,
  );

const metadata = (...entries: unknown[]) => `metadata=${encodeURIComponent(JSON.stringify(entries))}`;
const boot = { key: 'shoe', op: 'eq', values: ['boot'] };
const notGravel = { key: 'surface', op: 'neq', values: ['gravel'] };

describe('filterChips', () => {
  it('says each filter as a sentence, in the order of the fields', () => {
    expect(sentences(conditionsOf('maxConfidence=0.6&outcome=incorrect&search=belt'))).toEqual([
      'Outcome is incorrect',
      'Confidence below 0.6',
      'Search: belt',
    ]);
  });

  it('shows each exclusion after the filter of its field', () => {
    const both = conditionsOf('not.devices=["north"]&devices=["south","east"]&not.said=[null]');
    expect(sentences(both)).toEqual(['Said is not nothing', 'Device is south, east', 'Device is not north']);
    const exclusion = filterChips(both)[2];
    expect(exclusion?.remove(both)).toEqual(conditionsOf('devices=["south","east"]&not.said=[null]'));
  });

  it('gives each metadata item a chip, joined as in the list', () => {
    expect(sentences(conditionsOf(metadata(boot, notGravel)))).toEqual([
      'shoe is boot',
      'or surface is not gravel',
    ]);
    expect(sentences(conditionsOf(metadata(boot, notGravel, { filters_combinator: 'and' })))).toEqual([
      'shoe is boot',
      'and surface is not gravel',
    ]);
    expect(
      sentences(conditionsOf(metadata(boot, { no_metadata: true }, { filters_combinator: 'or' }))),
    ).toEqual(['shoe is boot', 'or no metadata at all', 'or has metadata but none of these keys']);
    expect(sentences(conditionsOf(metadata({ filters_combinator: 'or' })))).toEqual(['has metadata']);
  });

  it('clears everything when all are removed, from either end', () => {
    const all = conditionsOf(
      `outcome=incorrect&not.outcome=unknown&not.labels=["wave"]&labels=["idle"]&minLength=3&disabled=true&filename=a&minDate=2024-01-01&${metadata(boot, notGravel, boot, { no_metadata: true }, { filters_combinator: 'or' })}`,
    );
    expect(filterChips(all).length).toBe(13);
    for (const place of [0, -1]) {
      let left = all;
      for (let most = 20; most > 0 && filterChips(left).length > 0; most--) {
        const before = filterChips(left);
        left = before.at(place)?.remove(left) ?? left;
        expect(filterChips(left).length).toBeLessThan(before.length);
      }
      expect(left).toEqual({ filters: {}, not: {} });
    }
  });

  it('removes its own filter, also after others were removed', () => {
    const both = conditionsOf(metadata(boot, notGravel));
    const [first, second] = filterChips(both);
    expect(sentences(second?.remove(first?.remove(both) ?? both) ?? both)).toEqual([]);
  });
});
