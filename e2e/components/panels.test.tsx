/** What the panel says of a sample, by learn block. */
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { SampleEntry } from '../../src/contract/schemas/result-page';
import { fixtureEntries } from '../../src/server/store/conformance/fixtures/entry-fixtures';
import { boatPicture, walkingSample } from '../../src/server/store/conformance/fixtures/example-fixtures';
import { entryOf } from '../../src/server/store/conformance/fixtures/store-fixtures';
import { openDashboard } from './dashboard-under-test';

/** The text of the panel once it shows the first of these samples. */
async function panelOf(...entries: SampleEntry[]): Promise<string> {
  const [first] = entries;
  await openDashboard(
    `/1?sample=${first?.result.sampleId}`,
    entries.map(({ result, predictions }) => entryOf(result, predictions)),
  );
  const panel = await screen.findByRole('region', { name: 'Sample' });
  await within(panel).findByRole('heading', { name: /Result|Scores|Boxes|Value|Keys/ });
  return panel.textContent ?? '';
}

it.each([
  [
    'classification with an anomaly block',
    walkingSample,
    [
      'Incorrect. Said uncertain in 1 and anomaly in 1 of 3 windows, expected walking.',
      'no anomaly, since the threshold is 0.30',
    ],
  ],
  [
    'detection',
    boatPicture,
    ['Incorrect. Found 1 of 3 boxes, 3 false, F1 0.29.', 'boat missed', 'bird missed'],
  ],
  [
    'regression',
    fixtureEntries('regression')[0],
    ['Correct. Said 21.5, expected 21.5: off by 0, allowed 0.6.'],
  ],
  [
    'label maps',
    fixtureEntries('label-maps')[0],
    ['Correct. 2 of 2 values are as expected.', '✓ as expected: red'],
  ],
  [
    'several labels',
    fixtureEntries('multi-label')[0],
    [
      'Incorrect. Said extract in 1 of 6 windows, expected pump.',
      'Scores in window 5',
      '100.0\u202f% of 6 windows come out as the job said',
    ],
  ],
])('%s', async (_name, entry, said) => {
  if (entry === undefined) throw new Error('There is no entry.');
  const text = await panelOf(entry);
  for (const one of said) expect(text).toContain(one);
});
