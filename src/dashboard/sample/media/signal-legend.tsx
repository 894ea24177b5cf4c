/** The sensors of a signal, each with its colour, a button that hides it, and its value under the cursor. */
import { isolatedText } from '../../../contract/isolated-text';
import { formatValue } from '../../ui/numbers-in-words';
import { useShownPart } from '../../ui/show-more';
import { unitWords, type Sensors } from './signal-axes';
import classes from './signal.module.css';

/** Leaves room for the chart below, however many sensors there are. */
const shownAtFirst = 24;

interface SignalLegendProps {
  sensors: Sensors;
  hidden: ReadonlySet<number>;
  onToggle: (index: number) => void;
  /** Under the cursor. */
  values: readonly (number | null)[] | null;
}

/** The value under the cursor: a dash if it is missing, empty while there is no cursor. */
function wordsOf(values: readonly (number | null)[] | null, index: number): string {
  if (values === null) return '';
  const value = values[index] ?? null;
  return value === null ? '–' : formatValue(value);
}

export function SignalLegend({ sensors, hidden, onToggle, values }: SignalLegendProps) {
  const { shown, more } = useShownPart(sensors, shownAtFirst);
  return (
    <div className={classes['legend']} role="group" aria-label="Sensors">
      {shown.map(({ name, units }, index) => {
        return (
          <button
            key={index}
            type="button"
            className={classes['sensor']}
            aria-pressed={!hidden.has(index)}
            title={[name, unitWords(units)]
              .filter((part) => part !== '')
              .map(isolatedText)
              .join(', ')}
            onClick={() => onToggle(index)}
          >
            <i
              className={classes['stroke']}
              style={{ background: `var(--sensor-${index % 8})` }}
              aria-hidden
            />
            <span className={classes['sensorName']}>{name === '' ? `sensor ${index + 1}` : name}</span>
            <span className={classes['value']}>{wordsOf(values, index)}</span>
          </button>
        );
      })}
      {more}
    </div>
  );
}
