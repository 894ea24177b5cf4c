/** An anomaly score and its threshold, on a scale that includes both and the scores of the whole run. */
import { NumberLine } from '../charts/number-line';
import { rangeOf, type NumberRange } from '../charts/number-range';
import { formatScore } from '../ui/numbers-in-words';

interface AnomalyLineProps {
  score: number;
  threshold: number | null;
  scale: NumberRange | null;
  /** Whether a score equal to the threshold is an anomaly: for visual blocks yes, for the others no. */
  keeps: 'above' | 'from';
  name?: string;
}

export function AnomalyLine({ score, threshold, scale, keeps, name = 'anomaly score' }: AnomalyLineProps) {
  const isAnomaly = threshold !== null && (keeps === 'from' ? score >= threshold : score > threshold);
  const range = rangeOf([0, score, threshold], scale ?? []);
  return (
    <NumberLine
      range={range}
      said={{
        name,
        value: score,
        text: formatScore(score),
        tone: threshold === null ? 'plain' : isAnomaly ? 'bad' : 'good',
      }}
      against={
        threshold === null
          ? []
          : [
              {
                name: isAnomaly ? 'anomaly, since the threshold is' : 'no anomaly, since the threshold is',
                value: threshold,
                text: formatScore(threshold),
              },
            ]
      }
      {...(threshold !== null && { band: { from: threshold, to: range[1], tone: 'bad' } })}
    />
  );
}
