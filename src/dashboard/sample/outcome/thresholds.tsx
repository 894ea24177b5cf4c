/** The thresholds of every learn block with its own descriptions; a value may be a word. */
import { Tooltip } from '@mantine/core';
import { isolatedText } from '../../../contract/isolated-text';
import type { SampleEntry } from '../../../contract/schemas/result-page';
import { learnBlockId, learnBlockOf } from '../../../domain/learn-blocks/registry';
import type { Threshold } from '../../../domain/learn-blocks/thresholds';
import { formatScore } from '../../ui/numbers-in-words';
import { shownText } from '../../ui/shortened-text';
import { useShownPart } from '../../ui/show-more';
import type { ViewProps } from '../../views/view';
import { AgreementLine } from './agreement-line';
import { blockTitle } from '../block-title';
import { Section } from '../section';
import { thresholdWords } from './threshold-words';
import classes from './thresholds.module.css';

function ThresholdRow({ threshold, tried }: { threshold: Threshold; tried: Threshold['value'] | undefined }) {
  const { description, helpText, suggestedValue, value, options } = threshold;
  return (
    <div className={classes['row']}>
      <dt>
        {isolatedText(shownText(description))}
        {helpText !== '' && (
          <Tooltip
            label={<span className={classes['helpText']}>{shownText(helpText)}</span>}
            multiline
            w={280}
            events={{ hover: true, focus: true, touch: true }}
            withArrow
          >
            <button
              type="button"
              className={classes['help']}
              aria-label={`About ${isolatedText(shownText(description))}: ${shownText(helpText)}`}
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
        {tried !== undefined && (
          <small className="dim">trial {thresholdWords({ value: tried, options })}, job </small>
        )}
        <b>{thresholdWords(threshold)}</b>
      </dd>
    </div>
  );
}

/** The numbers of thresholds per block, and of blocks, shown initially. */
const shownAtFirst = { thresholds: 20, blocks: 10 } as const;

function ThresholdList({
  thresholds,
  triedValue,
}: {
  thresholds: readonly Threshold[];
  triedValue: (key: string) => Threshold['value'] | undefined;
}) {
  const { shown, more } = useShownPart(thresholds, shownAtFirst.thresholds);
  return (
    <>
      <dl className={classes['list']}>
        {shown.map((threshold) => (
          <ThresholdRow key={threshold.key} threshold={threshold} tried={triedValue(threshold.key)} />
        ))}
      </dl>
      {more}
    </>
  );
}

interface ThresholdsProps extends Pick<ViewProps, 'projectId' | 'run' | 'query'> {
  entry: SampleEntry;
}

export function Thresholds({ entry, projectId, run, query }: ThresholdsProps) {
  const blocks = entry.result.classifications
    .map((block, at) => ({
      block,
      id: learnBlockId(block, at),
      thresholds: learnBlockOf(block).thresholds(block),
    }))
    .filter(({ thresholds }) => thresholds.length > 0);
  const { shown, more } = useShownPart(blocks, shownAtFirst.blocks);
  if (blocks.length === 0) return null;
  return (
    <Section title="Thresholds" aside="of this run">
      {shown.map(({ block, id, thresholds }, index) => (
        <div key={index}>
          {blocks.length > 1 && <p className={classes['block']}>{blockTitle(block)}</p>}
          <ThresholdList
            thresholds={thresholds}
            triedValue={(key) => query.trial.find((one) => one.block === id && one.key === key)?.value}
          />
        </div>
      ))}
      {more}
      <AgreementLine projectId={projectId} run={run.id} samples={run.samples} />
    </Section>
  );
}
