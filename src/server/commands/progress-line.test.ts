/** Progress in a terminal and in other outputs. */
import { describe, expect, it } from 'vitest';
import { progressLine } from './progress-line';
import { Output } from './terminal';

describe('progressLine', () => {
  const shownOn = (stream: { isTTY?: boolean; columns?: number }) => {
    let time = 0;
    let text = '';
    const output = new Output({ ...stream, write: (more) => void (text += more) });
    const line = progressLine(output, 'Importing', () => time);
    for (; time <= 10_000; time += 50) line.show({ samples: time, share: time / 20_000 });
    line.end();
    return text;
  };

  it('redraws one line in a terminal, within its width, and clears it at the end', () => {
    const text = shownOn({ isTTY: true, columns: 30 });
    const lines = text.split('\r\u001b[2K');
    expect(text).not.toContain('\n');
    expect(lines.length).toBeGreaterThan(90);
    expect(Math.max(...lines.map((line) => line.length))).toBe(29);
    expect(lines.at(-1)).toBe('');
  });

  it('writes occasional plain lines elsewhere', () => {
    expect(shownOn({})).toBe(
      'Importing: 25 % · 5,000 samples · 1,000/s · 15 s left\nImporting: 50 % · 10,000 samples · 1,000/s · 10 s left\n',
    );
  });
});
