/** The structured labels of a sample, each with its time range. */
import { isolatedText } from '../../contract/isolated-text';
import type { SampleRecord } from '../../contract/schemas/sample';
import type { LabelColours } from '../charts/label-colours';
import { formatCount } from '../ui/numbers-in-words';
import { shownText } from '../ui/shortened-text';
import { useShownPart } from '../ui/show-more';
import { Section } from './section';
import classes from './structured-labels.module.css';
import { stretchWords } from './windows/window-words';

const shownAtFirst = 12;
const none: NonNullable<SampleRecord['structuredLabels']> = [];

export function StructuredLabels({ sample, colours }: { sample: SampleRecord; colours: LabelColours }) {
  const labels = sample.structuredLabels ?? none;
  const { shown, more } = useShownPart(labels, shownAtFirst);
  if (labels.length === 0) return null;
  const intervalMs = sample.intervalMs ?? 0;
  return (
    <Section title="Structured labels" aside={`${formatCount(labels.length)} stretches`}>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">Label</th>
            {intervalMs > 0 && <th scope="col">Time</th>}
            <th scope="col">Values</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ label, startIndex, endIndex }, index) => (
            <tr key={index}>
              <td>
                <i className="swatch" style={{ background: colours(label) }} aria-hidden />{' '}
                {isolatedText(shownText(label))}
              </td>
              {intervalMs > 0 && <td>{stretchWords(startIndex, endIndex, intervalMs)}</td>}
              <td className="dim">
                {formatCount(startIndex)} to {formatCount(endIndex)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more}
    </Section>
  );
}
