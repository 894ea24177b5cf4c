/** The structured labels of a sample: which label holds from when to when. */
import { useState } from 'react';
import { isolatedText } from '../../contract/isolated-text';
import type { SampleRecord } from '../../contract/sample';
import type { LabelColours } from '../charts/label-colours';
import { formatCount } from '../numbers-in-words';
import buttons from './buttons.module.css';
import { Section } from './section';
import classes from './structured-labels.module.css';
import { stretchWords } from './window-words';

const shownAtFirst = 12;
/** More rows than this nobody reads; the record has them all. */
const shownAtMost = 2000;

export function StructuredLabels({ sample, colours }: { sample: SampleRecord; colours: LabelColours }) {
  const [isWhole, setIsWhole] = useState(false);
  const labels = sample.structuredLabels ?? [];
  if (labels.length === 0) return null;
  const intervalMs = sample.intervalMs ?? 0;
  const shown = labels.slice(0, isWhole ? shownAtMost : shownAtFirst);
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
                {isolatedText(label)}
              </td>
              {intervalMs > 0 && <td>{stretchWords(startIndex, endIndex, intervalMs)}</td>}
              <td className="dim">
                {formatCount(startIndex)} to {formatCount(endIndex)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {labels.length > shownAtFirst && (
        <button type="button" className={buttons['quiet']} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? `Only the first ${shownAtFirst}` : `All ${formatCount(labels.length)}`}
        </button>
      )}
      {isWhole && labels.length > shownAtMost && (
        <p className="dim">The first {formatCount(shownAtMost)}; the rest is in the record below.</p>
      )}
    </Section>
  );
}
