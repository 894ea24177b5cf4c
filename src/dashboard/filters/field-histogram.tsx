/** The histogram of a range or date field, with range selection; a run with only one value says so instead. */
import { useMemo } from 'react';
import type { RangeValue } from '../../contract/kinds/kind';
import type { Histogram } from '../../contract/schemas/summary';
import { HistogramBrush } from '../charts/histogram-brush';
import { binEnds, type Stretch } from '../charts/histogram-scale';
import { formatCount } from '../ui/numbers-in-words';
import { binWords } from './bound-words';
import classes from './filter-controls.module.css';

interface FieldHistogramProps {
  title: string;
  histogram: Histogram;
  value: RangeValue | undefined;
  excludesMin: boolean;
  step: number;
  grain?: number;
  boundName: (bound: 'min' | 'max') => string;
  valueWords: (value: number) => string;
  showsIncorrect: boolean;
  onChange: (stretch: Stretch, gesture: string) => void;
}

const everything: Stretch = {};

export function FieldHistogram(props: FieldHistogramProps) {
  const { title, histogram, value, step, boundName, valueWords, showsIncorrect } = props;
  const { low, high, counts, incorrect, missing } = histogram;
  const axis = useMemo(() => ({ low, high, bins: counts.length }), [low, high, counts.length]);
  // Under an outcome filter without "incorrect", no counted sample is incorrect, but the summary counts them
  // anyway.
  const parts = useMemo(
    () => (showsIncorrect ? incorrect : incorrect.map(() => 0)),
    [showsIncorrect, incorrect],
  );
  return (
    <>
      {low === high ? (
        <p className={classes['note']}>The whole run has one value: {valueWords(low)}</p>
      ) : (
        <HistogramBrush
          axis={axis}
          counts={counts}
          parts={parts}
          chosen={value ?? everything}
          step={step}
          grain={props.grain}
          excludesMin={props.excludesMin}
          thumbNames={[`${title} ${boundName('min')}`, `${title} ${boundName('max')}`]}
          boundWords={(bound, at) =>
            at === undefined ? `${boundName(bound)}: no bound` : `${boundName(bound)} ${valueWords(at)}`
          }
          binWords={(bin) => {
            const [from, to] = binEnds(axis, bin);
            const wrong = showsIncorrect ? (parts[bin] ?? 0) : null;
            return binWords(valueWords(from), valueWords(to), counts[bin] ?? 0, wrong);
          }}
          onChange={props.onChange}
        />
      )}
      {missing > 0 && <p className={classes['note']}>{formatCount(missing)} without a value</p>}
    </>
  );
}
