/** The predicted value of one window, with the expected value and the allowed error. */
import { labelAsNumber } from '../../../contract/field-values';
import { regressionValue } from '../../../domain/learn-blocks/regression';
import { thresholdInForce } from '../../../domain/learn-blocks/thresholds';
import { classScores } from '../../../domain/learn-blocks/window-scores';
import { difference } from '../../../domain/metrics/tolerance';
import { NumberLine } from '../../charts/number-line';
import { rangeOf, widened } from '../../charts/number-range';
import { formatValue } from '../../ui/numbers-in-words';
import { KeyTable } from '../key-table';
import type { LearnBlockDisplay, LearnBlockPanelProps } from '../learn-block-display';
import classes from '../panel-note.module.css';
import { regressionSentence } from './sentence';

/** The space at both ends of the line, relative to the range of its marks. */
const room = 1 / 5;

function RegressionPanel({ block, window, index, rules }: LearnBlockPanelProps) {
  const value = regressionValue(block, index);
  const others = classScores(block.result?.[index], false).filter(([name]) => name !== 'value');
  const expected = labelAsNumber(window.expected);
  const allowed = thresholdInForce(block, 'error', 'error', rules);
  if (value === null) {
    return others.length === 0 ? (
      <p className="dim">The run has no value of this window.</p>
    ) : (
      <KeyTable
        rows={others.map(([key, number]) => ({
          key,
          value: formatValue(number),
          expected: null,
          correct: null,
        }))}
      />
    );
  }
  const band =
    expected === null || allowed === null ? null : { from: expected - allowed, to: expected + allowed };
  const isWithin = band === null ? null : Math.abs(value - (expected ?? value)) <= (allowed ?? 0);
  return (
    <>
      <NumberLine
        range={widened(rangeOf([value, expected, band?.from ?? null, band?.to ?? null]), room)}
        said={{
          name: 'said',
          value,
          text: formatValue(value),
          tone: isWithin === null ? 'plain' : isWithin ? 'good' : 'bad',
        }}
        against={
          expected === null ? [] : [{ name: 'expected', value: expected, text: formatValue(expected) }]
        }
        {...(band !== null && { band: { ...band, tone: 'good' } })}
      />
      <p className={classes['note']}>
        {expected === null
          ? 'The label is no number, so there is nothing to compare with.'
          : `Off by ${formatValue(Math.abs(difference(value, expected)))}` +
            (allowed === null ? '.' : `; ${formatValue(allowed)} either way is allowed.`)}
      </p>
    </>
  );
}

export const regression: LearnBlockDisplay = {
  heading: 'Value',
  panel: RegressionPanel,
  overlay: null,
  sentence: regressionSentence,
};
