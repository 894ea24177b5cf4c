/** The control of a range: its histogram with range selection, and an input for each bound. */
import { textFromNumber } from '../../../contract/kinds/numbers';
import { BoundInput } from '../bound-input';
import { rangeBoundName, rangeStep, rangeValueWords, shortNumber } from '../bound-words';
import { boundsOrNothing } from '../filter-changes';
import { FieldHistogram } from '../field-histogram';
import classes from '../filter-controls.module.css';
import type { FilterControlProps } from './filter-control';

/** An end of the axis as an example of a valid input, shortened if it is long. */
const example = (value: number | undefined) =>
  value === undefined ? '' : textFromNumber(shortNumber(value));

export function RangeControl(props: FilterControlProps<'range'>) {
  const { name, field, value, change, whole, now, showsIncorrect } = props;
  const histogram = (now ?? whole).histograms[name];
  const bounds = [
    { bound: 'min', end: histogram?.low },
    { bound: 'max', end: histogram?.high },
  ] as const;
  const isEmpty = value?.min !== undefined && value.max !== undefined && value.min >= value.max;
  return (
    <>
      {histogram !== undefined && (
        <FieldHistogram
          title={field.title}
          histogram={histogram}
          value={value}
          excludesMin={field.lower === '>'}
          step={rangeStep(histogram.low, histogram.high)}
          boundName={(bound) => rangeBoundName(field, bound)}
          valueWords={(at) => rangeValueWords(field, at)}
          showsIncorrect={showsIncorrect}
          onChange={(stretch, gesture) => change(() => boundsOrNothing(stretch), { gesture })}
        />
      )}
      <div className={classes['bounds']}>
        {bounds.map(({ bound, end }) => (
          <BoundInput
            key={bound}
            label={rangeBoundName(field, bound)}
            name={`${field.title} ${rangeBoundName(field, bound)}${field.unit === undefined ? '' : `, ${field.unit}`}`}
            value={value?.[bound]}
            placeholder={example(end)}
            onCommit={(written, gesture) =>
              change((before) => boundsOrNothing({ ...before, [bound]: written }), { gesture })
            }
          />
        ))}
        {field.unit !== undefined && <span className={classes['unit']}>{field.unit}</span>}
      </div>
      {isEmpty && <p className={classes['wrong']}>No number is on both sides of these bounds.</p>}
    </>
  );
}
