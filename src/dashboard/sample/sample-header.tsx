/** The header of the panel: the sample's name and position, and the buttons for previous, next and close. */
import type { SampleAnswer } from '../../contract/schemas/sample-answers';
import type { SamplePlace } from '../../contract/schemas/sample-place';
import { formatCount } from '../ui/numbers-in-words';
import { shownText } from '../ui/shortened-text';
import { useChangeView } from '../frame/url-state';
import buttons from './buttons.module.css';
import { CopyButton } from './copy-button';
import classes from './sample-header.module.css';

/** The sample's position among the matches, in words. */
function positionWords(position: number | null, matching: number | undefined): string {
  if (position === null) return 'not among the samples that match';
  const row = `row ${formatCount(position + 1)}`;
  return matching === undefined ? row : `${row} of ${formatCount(matching)}`;
}

interface SampleHeaderProps {
  /** `undefined` while only the sample's id is known. */
  answer: SampleAnswer | undefined;
  /** `undefined` while it is not known. */
  place: SamplePlace | undefined;
  sampleId: number;
  /** The number of matching samples; `undefined` while it is not known. */
  matching: number | undefined;
}

export function SampleHeader({ answer, place, sampleId, matching }: SampleHeaderProps) {
  const changeView = useChangeView();
  const walk = (target: number | null | undefined) => {
    if (target === null || target === undefined) return;
    changeView((view) => ({ ...view, sample: target, window: undefined }), { gesture: 'walk-samples' });
  };
  const name = answer?.result.sample.filename || `Sample ${answer?.result.sampleId ?? sampleId}`;
  return (
    <header className={classes['header']}>
      <div className={classes['top']}>
        <h2 className={classes['name']} title={shownText(name)}>
          {shownText(name)}
        </h2>
        <button
          type="button"
          className={buttons['step']}
          disabled={place === undefined || place.previous === null}
          aria-label="Previous sample"
          title="Previous sample (k)"
          onClick={() => walk(place?.previous)}
        >
          ‹ k
        </button>
        <button
          type="button"
          className={buttons['step']}
          disabled={place === undefined || place.next === null}
          aria-label="Next sample"
          title="Next sample (j)"
          onClick={() => walk(place?.next)}
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
        {place !== undefined && <span>{positionWords(place.position, matching)}</span>}
        <CopyButton text={() => name} name="Copy the file name">
          copy name
        </CopyButton>
      </p>
    </header>
  );
}
