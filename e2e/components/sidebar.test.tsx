/** The controls of the sidebar: what each writes to the URL, and what it shows of it. */
import { act, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { gestures } from '../../src/server/http/fixtures/app-under-test';
import { chips, expectMatching, expectParameters, filterGroup, openDashboard } from './dashboard-under-test';

describe('a choice', () => {
  it('is ticked and unticked; its chip removes it', async () => {
    const opened = await openDashboard('/1', gestures);
    const labels = await filterGroup(opened, 'Expected label');
    await opened.user.click(labels.getByRole('checkbox', { name: 'wave' }));
    await expectMatching(2);
    await opened.user.click(labels.getByRole('checkbox', { name: 'idle' }));
    await expectParameters({ labels: '["wave","idle"]' });
    await expectMatching(3);
    await opened.user.click(labels.getByRole('checkbox', { name: 'wave' }));
    await expectMatching(1);
    await opened.user.click(chips().getByRole('button', { name: /Expected label is idle/ }));
    await expectParameters({});
    await expectMatching(4);
    expect(chips().getByText('No filter is set')).toBeTruthy();
  });

  it('is excluded by "Not", and selected alone by "Only"', async () => {
    const opened = await openDashboard('/1', gestures);
    const labels = await filterGroup(opened, 'Expected label');
    // The buttons are there while the row is hovered or has the focus.
    act(() => labels.getByRole('checkbox', { name: 'wave' }).focus());
    await opened.user.click(labels.getByRole('button', { name: 'Not wave' }));
    await expectParameters({ 'not.labels': 'wave' });
    await expectMatching(2);
    await opened.user.click(labels.getByRole('button', { name: 'Only wave' }));
    await expectParameters({ labels: '["wave"]' });
    await expectMatching(2);
    await opened.user.click(labels.getByRole('button', { name: 'Clear Expected label' }));
    await expectParameters({});
  });
});

describe('a range', () => {
  it('is set by typing, and text that is no number stays with a message', async () => {
    const opened = await openDashboard('/1', gestures);
    const confidence = await filterGroup(opened, 'Confidence');
    const below = confidence.getByRole('textbox', { name: 'Confidence below' });
    await opened.user.type(below, 'many{Enter}');
    expect(confidence.getByRole('alert').textContent).toContain('Write a number');
    await expectParameters({});
    await opened.user.clear(below);
    await opened.user.type(below, '0.75{Enter}');
    await expectParameters({ maxConfidence: '0.75' });
    expect(confidence.queryByRole('alert')).toBeNull();
    const slider = confidence.getByRole('slider', { name: /Confidence at least/ });
    slider.focus();
    await opened.user.keyboard('{ArrowRight}');
    await waitFor(() => expect(window.location.search).toContain('minConfidence'));
  });
});

describe('a text', () => {
  it('filters while it is typed', async () => {
    const opened = await openDashboard('/1', gestures);
    const search = screen.getByRole('searchbox', { name: /Search/ });
    await opened.user.type(search, 'idle.');
    await expectMatching(1);
    await opened.user.clear(search);
    await expectMatching(4);
  });
});

describe('"Clear all"', () => {
  it('removes every filter and exclusion', async () => {
    const opened = await openDashboard('/1?labels=["wave"]&not.devices=["arm"]&maxConfidence=0.99', gestures);
    await expectMatching(1);
    await opened.user.click(chips().getByRole('button', { name: 'Clear all' }));
    await expectParameters({});
    await expectMatching(4);
  });
});
