/** The figures of a run in Studio's format, from the same summary that the dashboard shows. */
import { emptyQuery } from '../contract/query';
import type { Run } from '../contract/schemas/runs';
import type { StudioAccuracy } from '../contract/schemas/studio';
import type { Summary } from '../contract/schemas/summary';
import { balancedAccuracy } from '../domain/metrics/grouped-interval';
import { compareText } from '../domain/text-match';
import type { Store } from './store/store';

interface GoodAndBad {
  good: number;
  bad: number;
}

/** The figures by label, from the cells that have both words; empty if the summary does not list all labels. */
function perLabel({ matrix, matrixOther }: Summary) {
  const perClass = new Map<string, GoodAndBad>();
  const cells = new Map<string, Map<string, number>>();
  const labels = new Set<string>();
  for (const { expected, said, judged, incorrect } of matrixOther.labels > 0 ? [] : matrix) {
    if (expected === null || judged === 0) continue;
    const { good, bad } = perClass.get(expected) ?? { good: 0, bad: 0 };
    perClass.set(expected, { good: good + judged - incorrect, bad: bad + incorrect });
    labels.add(expected);
    if (said === null) continue;
    labels.add(said);
    cells.set(expected, (cells.get(expected) ?? new Map<string, number>()).set(said, judged));
  }
  return { perClass, cells, labels };
}

/** Images are good or bad where boxes are found, and their label-wise figures are one F1 score, as in Studio. */
function accuracyOf(summary: Summary): StudioAccuracy {
  const ofImages = summary.headline.boxes !== null;
  const { correct: good, incorrect: bad } = (ofImages ? summary : summary.verdicts)
    .judgedWithoutOutcomeFilter;
  const { perClass, cells, labels } = perLabel(summary);
  const recalls = [...perClass.values()].map((one) => ({ right: one.good, of: one.good + one.bad }));
  const balanced = ofImages ? null : balancedAccuracy([recalls]);
  return {
    totalSummary: { good, bad },
    summaryPerClass: ofImages ? { 'F1 score': { good, bad } } : Object.fromEntries(perClass),
    confusionMatrixValues: Object.fromEntries(
      [...cells].map(([expected, row]) => [expected, Object.fromEntries(row)]),
    ),
    allLabels: [...labels].sort(compareText),
    ...(good + bad > 0 && { accuracyScore: (100 * good) / (good + bad) }),
    ...(balanced !== null && { balancedAccuracyScore: 100 * balanced.value }),
  };
}

/** The figures of a whole run; the store caches what they are computed from. */
export async function studioAccuracy(store: Store, run: Run, signal?: AbortSignal): Promise<StudioAccuracy> {
  const choice = { parts: new Set(['matrix']), unit: 'verdicts', matrix: {} } as const;
  return accuracyOf(await store.summary(run, emptyQuery, signal, choice));
}
