/** The table of samples and the panel: sorting, opening, walking and closing, all through the URL. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { gestures } from '../../src/server/http/fixtures/app-under-test';
import { expectParameters, grid, openDashboard } from './dashboard-under-test';

const rows = () => within(grid()).getAllByRole('row').slice(1);
const names = () => rows().map((row) => /(?:wave|idle)\.\d\d|<img[^>]*>/.exec(row.textContent ?? '')?.[0]);
const panel = () => screen.findByRole('region', { name: 'Sample' });

describe('the table', () => {
  it('has a row for each sample, text from outside as text', async () => {
    await openDashboard('/1', gestures);
    await waitFor(() =>
      expect(names()).toEqual(['wave.01', 'wave.02', 'idle.01', '<img src=x onerror=alert(1)>']),
    );
    expect(document.querySelector('img[src="x"]')).toBeNull();
  });

  it('is sorted by a click on a title, the other way by the next one, and not by the third', async () => {
    const { user } = await openDashboard('/1', gestures);
    const confidence = within(grid()).getByRole('columnheader', { name: /^Confidence/ });
    const click = () => user.click(within(confidence).getByRole('button'));
    await click();
    await expectParameters({ sort: 'confidence' });
    await waitFor(() => expect(confidence.getAttribute('aria-sort')).toBe('ascending'));
    await waitFor(() => expect(names()[0]).toBe('wave.02'));
    await click();
    await expectParameters({ sort: '-confidence' });
    await waitFor(() => expect(names()[0]).toBe('wave.01'));
    await click();
    await expectParameters({});
  });
});

describe('the panel', () => {
  it('opens with a row, follows j and k, and closes with Escape', async () => {
    const { user } = await openDashboard('/1?labels=["wave"]', gestures);
    await waitFor(() => expect(rows()).toHaveLength(2));
    const [first] = rows();
    if (first === undefined) throw new Error('There is no row.');
    await user.click(first);
    await expectParameters({ labels: '["wave"]', sample: '1' });
    expect(within(await panel()).getByRole('heading', { level: 2 }).textContent).toBe('wave.01');
    await user.keyboard('j');
    await expectParameters({ labels: '["wave"]', sample: '2' });
    await waitFor(async () =>
      expect(within(await panel()).getByRole('heading', { level: 2 }).textContent).toBe('wave.02'),
    );
    await user.keyboard('k');
    await expectParameters({ labels: '["wave"]', sample: '1' });
    await user.keyboard('{Escape}');
    await expectParameters({ labels: '["wave"]' });
    expect(screen.queryByRole('region', { name: 'Sample' })).toBeNull();
  });
});
