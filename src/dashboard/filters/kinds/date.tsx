/** The control of a date: its histogram over time, and an input for each bound, UTC. */
import { dateBoundName, dateValueWords, timeStep } from '../bound-words';
import { boundsOrNothing } from '../filter-changes';
import { FieldHistogram } from '../field-histogram';
import classes from '../filter-controls.module.css';
import { MomentInput } from '../moment-input';
import type { FilterControlProps } from './filter-control';

const bounds = ['min', 'max'] as const;

export function DateControl(props: FilterControlProps<'date'>) {
  const { name, field, value, change, whole, now, showsIncorrect } = props;
  const histogram = (now ?? whole).histograms[name];
  const isEmpty = value?.min !== undefined && value.max !== undefined && value.min >= value.max;
  return (
    <>
      {histogram !== undefined && (
        <FieldHistogram
          title={field.title}
          histogram={histogram}
          value={value}
          excludesMin
          step={timeStep((histogram.high - histogram.low) / 100)}
          grain={timeStep((histogram.high - histogram.low) / 400)}
          boundName={dateBoundName}
          valueWords={(at) => dateValueWords(histogram.high - histogram.low, at)}
          showsIncorrect={showsIncorrect}
          onChange={(stretch, gesture) => change(() => boundsOrNothing(stretch), { gesture })}
        />
      )}
      <div className={classes['bounds']} data-stacked>
        {bounds.map((bound) => (
          <MomentInput
            key={bound}
            label={dateBoundName(bound)}
            name={`${field.title} ${dateBoundName(bound)}, UTC`}
            value={value?.[bound]}
            onCommit={(written, gesture) =>
              change((before) => boundsOrNothing({ ...before, [bound]: written }), { gesture })
            }
          />
        ))}
        <span>Dates and times are UTC.</span>
      </div>
      {isEmpty && <p className={classes['wrong']}>No moment is on both sides of these bounds.</p>}
    </>
  );
}
