/** The scores of a made sample, and how wrong it is, by plain loops over what was made. */
import { fieldsOf, highest, listOf, lowest, numberOf, numbersOf, textOf, type Fields } from './loose-json';
import type { MadeEntry } from './made-runs';

export interface Severity {
  wrong: number | null;
  worst: number | null;
  margin: number | null;
  error: number | null;
}

/**
 * How wrong a made entry is. Its detectors only ever miss boxes, and the windows of the others have one verdict each.
 */
export function severityOf(entry: MadeEntry, classifications: Fields[], sample: Fields): Severity {
  const [block] = classifications;
  const type = textOf(fieldsOf(block?.['learnBlock'])['type']) ?? '';
  const verdicts = entry.predictions.map((window) => window['predictionCorrect']);
  const judged = verdicts.filter((verdict) => typeof verdict === 'boolean');
  const windows = listOf(block?.['result']).map(fieldsOf);
  const isWrong = (at: number) => verdicts[at] === false;
  const severity: Severity = {
    wrong: judged.length === 0 ? null : judged.filter((verdict) => !verdict).length / judged.length,
    worst: null,
    margin: null,
    error: null,
  };
  if (type === 'keras-object-detection') {
    const truths = listOf(sample['boundingBoxes']).length;
    const found = listOf(entry.predictions[0]?.['boundingBoxes']).length;
    severity.wrong = truths === 0 ? 0 : (truths - found) / truths;
  } else if (type === 'keras-regression') {
    const error = Math.abs(Number(windows[0]?.['value']) - Number(sample['label']));
    severity.error = Number.isNaN(error) ? null : error;
    severity.worst = isWrong(0) ? severity.error : null;
  } else if (type === 'keras-visual-anomaly') {
    severity.worst = isWrong(0) ? Math.abs(Number(windows[0]?.['anomaly']) - 7.5) : null;
  } else if (type === 'keras') {
    const label = textOf(sample['label']) ?? '';
    const margins = windows.flatMap((scores) => {
      const others = Object.entries(scores).filter(([name]) => name !== label);
      const own = numberOf(scores[label]);
      return own === null ? [] : [own - Math.max(...others.map(([, score]) => Number(score)))];
    });
    const tops = windows.filter(
      (_, at) => isWrong(at) && entry.predictions[at]?.['prediction'] !== 'anomaly',
    );
    severity.margin = lowest(margins);
    severity.worst = highest(tops.map((scores) => Math.max(...numbersOf(Object.values(scores)))));
  }
  return severity;
}

/** The top score of every window that has class or box scores; regression and anomaly blocks have none. */
export function topScores(classifications: Fields[]): number[] {
  const tops: number[] = [];
  for (const classification of classifications) {
    const type = textOf(fieldsOf(classification['learnBlock'])['type']) ?? '';
    if (type === 'keras-regression' || type.includes('anomaly')) continue;
    for (const window of listOf(classification['result'])) {
      const scores = Object.entries(fieldsOf(window)).filter(([name]) => name !== 'anomaly');
      const top = highest(numbersOf(scores.map(([, score]) => score)));
      if (top !== null) tops.push(top);
    }
    for (const window of listOf(classification['structuredResult'])) {
      const top = highest(numbersOf(listOf(fieldsOf(window)['scores'])));
      if (top !== null) tops.push(top);
    }
  }
  return tops;
}

/** Every anomaly score of every window: among the scores, or a cell of a grid. */
export function anomalyScores(classifications: Fields[]): number[] {
  return classifications.flatMap((classification) => [
    ...numbersOf(listOf(classification['result']).map((window) => fieldsOf(window)['anomaly'])),
    ...listOf(classification['anomalyResult']).flatMap((window) =>
      numbersOf(listOf(fieldsOf(window)['scores']).flatMap(listOf)),
    ),
  ]);
}
