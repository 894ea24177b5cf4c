/** The size of the JavaScript that the built page loads before its first paint, computed like the budget in CI. */
import { spawnSync } from 'node:child_process';
import { root } from '../start-server';
import type { MeasuredRow } from './measured-row';

export function measureFirstLoad(): MeasuredRow {
  const { stdout } = spawnSync(process.execPath, ['.ci/bundle-budget.mjs'], { cwd: root, encoding: 'utf8' });
  const kilobytes = /First load: ([\d.]+) kB/.exec(stdout)?.[1];
  if (kilobytes === undefined) throw new Error(`The bundle budget says no size: ${stdout}`);
  return {
    what: 'first load: JavaScript before the first paint, gzipped',
    unit: 'kB',
    goal: { most: 250 },
    median: Number(kilobytes),
    times: 1,
    note: 'a size, the same each time',
  };
}
