/** The figures in a demo's README: how many predictions were right, and how many changed between variants. */
import type { Entry, Variant } from './demo-record';

export type DemoRun = { variant: Variant; name: string; created: string; entries: Entry[] };

type Measures = {
  samples: number;
  judged: number;
  correct: number;
  windows: number;
  windowsCorrect: number;
  meanF1: number | undefined;
};

/** A sample is correct if all its windows are; windows that the job did not judge are not counted. */
function measure(entries: readonly Entry[]): Measures {
  const outcomes = entries.map((entry) =>
    entry.predictions.flatMap((window) => window.predictionCorrect ?? []),
  );
  const judged = outcomes.filter((windows) => windows.length > 0);
  const f1s = entries.flatMap((entry) => entry.predictions.flatMap((window) => window.f1Score ?? []));
  return {
    samples: entries.length,
    judged: judged.length,
    correct: judged.filter((windows) => windows.every(Boolean)).length,
    windows: judged.flat().length,
    windowsCorrect: judged.flat().filter(Boolean).length,
    meanF1: f1s.length > 0 ? f1s.reduce((sum, f1) => sum + f1, 0) / f1s.length : undefined,
  };
}

/**
 * The number of samples whose predictions, or whose outcomes, differ between two runs of the same samples in the
 * same order.
 */
function flips(before: readonly Entry[], after: readonly Entry[]): { predictions: number; outcomes: number } {
  const changed = (reading: (entry: Entry) => unknown[]) =>
    before.filter(
      (entry, i) => JSON.stringify(reading(entry)) !== JSON.stringify(after[i] && reading(after[i])),
    ).length;
  return {
    predictions: changed((entry) => entry.predictions.map((window) => window.prediction)),
    outcomes: changed((entry) => [entry.predictions.every((window) => window.predictionCorrect ?? true)]),
  };
}

/** The table of a README, with the changes below it. */
export function measuresAsMarkdown(runs: readonly DemoRun[]): string {
  const all = runs.map((run) => ({ variant: run.variant, ...measure(run.entries) }));
  const withF1 = all.some((run) => run.meanF1 !== undefined);
  const heads = [
    'variant',
    'samples',
    'judged',
    'correct',
    'accuracy',
    'windows',
    'correct windows',
    'window accuracy',
  ];
  const rows = all.map((run) => [
    run.variant,
    run.samples,
    run.judged,
    run.correct,
    percent(run.correct, run.judged),
    run.windows,
    run.windowsCorrect,
    percent(run.windowsCorrect, run.windows),
    ...(withF1 ? [(run.meanF1 ?? 0).toFixed(4)] : []),
  ]);
  if (withF1) heads.push('mean F1');
  const table = [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  const [first, second] = runs;
  if (!first || !second) return table.join('\n');
  const { predictions, outcomes } = flips(first.entries, second.entries);
  const sentence =
    `Between ${first.variant} and ${second.variant}, ${predictions} samples change their prediction ` +
    `and ${outcomes} their outcome.`;
  return [...table, '', sentence].join('\n');
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)} %`;
