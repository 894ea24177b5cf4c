/** The head of the panel: which sample it is, where it stands, and the ways to the next one and out. */
import type { SampleAnswer } from '../../contract/sample-answers';
import { useChangeView } from '../url-state';
import buttons from './buttons.module.css';
import { CopyButton } from './copy-button';
import { positionWords } from './position-words';
import classes from './sample-header.module.css';

interface SampleHeaderProps {
  /** `undefined` while nothing is known of the sample but its id. */
  answer: SampleAnswer | undefined;
  sampleId: number;
  /** How many samples match; `undefined` while it is not known. */
  matching: number | undefined;
}

export function SampleHeader({ answer, sampleId, matching }: SampleHeaderProps) {
  const changeView = useChangeView();
  const walk = (target: number | null | undefined) => {
    if (target === null || target === undefined) return;
    changeView((view) => ({ ...view, sample: target, window: undefined }), { gesture: 'walk-samples' });
  };
  const name = answer?.result.sample.filename || `Sample ${answer?.result.sampleId ?? sampleId}`;
  return (
    <header className={classes['header']}>
      <div className={classes['top']}>
        <h2 className={classes['name']} title={name}>
          {name}
        </h2>
        <button
          type="button"
          className={buttons['step']}
          disabled={answer === undefined || answer.previous === null}
          aria-label="Previous sample"
          title="Previous sample (k)"
          onClick={() => walk(answer?.previous)}
        >
          ‹ k
        </button>
        <button
          type="button"
          className={buttons['step']}
          disabled={answer === undefined || answer.next === null}
          aria-label="Next sample"
          title="Next sample (j)"
          onClick={() => walk(answer?.next)}
        >
          j ›
        </button>
        <button
          type="button"
          className={buttons['step']}
          aria-label="Close the sample"
          title="Close the sample (Esc)"
          onClick={() => changeView((view) => ({ ...view, sample: undefined, window: undefined }))}
        >
          esc
        </button>
      </div>
      <p className={classes['place']}>
        <span>{answer === undefined ? `ID ${sampleId}` : `ID ${answer.result.sampleId}`}</span>
        {answer !== undefined && <span>{positionWords(answer.position, matching)}</span>}
        <CopyButton text={() => name} name="Copy the file name">
          copy name
        </CopyButton>
      </p>
    </header>
  );
}
