/** The thresholds of every learn block in its own words; a value may be a word. */
import { Tooltip } from '@mantine/core';
import { isolatedText } from '../../contract/isolated-text';
import type { SampleEntry } from '../../contract/result-page';
import { learnBlockOf } from '../../domain/learn-blocks/registry';
import type { Threshold } from '../../domain/learn-blocks/thresholds';
import { formatScore } from '../numbers-in-words';
import type { ViewProps } from '../views/view';
import { AgreementLine } from './agreement-line';
import { blockTitle } from './block-title';
import { Section } from './section';
import { thresholdWords } from './threshold-words';
import classes from './thresholds.module.css';

function ThresholdRow({ threshold }: { threshold: Threshold }) {
  const { description, helpText, suggestedValue, value } = threshold;
  return (
    <div className={classes['row']}>
      <dt>
        {isolatedText(description)}
        {helpText !== '' && (
          <Tooltip
            label={<span className={classes['helpText']}>{helpText}</span>}
            multiline
            w={280}
            events={{ hover: true, focus: true, touch: true }}
            withArrow
          >
            <button
              type="button"
              className={classes['help']}
              aria-label={`About ${isolatedText(description)}: ${helpText}`}
            >
              ?
            </button>
          </Tooltip>
        )}
      </dt>
      <dd title={String(value)}>
        {suggestedValue !== null && suggestedValue !== value && (
          <small className="dim">suggested {formatScore(suggestedValue)} </small>
        )}
        <b>{thresholdWords(threshold)}</b>
      </dd>
    </div>
  );
}

interface ThresholdsProps extends Pick<ViewProps, 'projectId' | 'run'> {
  entry: SampleEntry;
}

export function Thresholds({ entry, projectId, run }: ThresholdsProps) {
  const blocks = entry.result.classifications
    .map((block) => ({ block, thresholds: learnBlockOf(block).thresholds(block) }))
    .filter(({ thresholds }) => thresholds.length > 0);
  if (blocks.length === 0) return null;
  return (
    <Section title="Thresholds" aside="of this run">
      {blocks.map(({ block, thresholds }, index) => (
        <div key={index}>
          {blocks.length > 1 && <p className={classes['block']}>{blockTitle(block)}</p>}
          <dl className={classes['list']}>
            {thresholds.map((threshold) => (
              <ThresholdRow key={threshold.key} threshold={threshold} />
            ))}
          </dl>
        </div>
      ))}
      <AgreementLine projectId={projectId} run={run.id} samples={run.samples} />
    </Section>
  );
}
