/** Everything about one sample, section by section. */
import { useCallback, useMemo, useState } from 'react';
import type { SampleAnswer } from '../../contract/schemas/sample-answers';
import type { SampleEntry } from '../../contract/schemas/result-page';
import { learnBlockOf } from '../../domain/learn-blocks/registry';
import { sampleOutcome } from '../../domain/outcome';
import { rulesUnder, type OutcomeRules } from '../../domain/outcome-rules';
import { sampleFacts } from '../../domain/sample-values';
import { entryWindows, shownWindows, type WindowPrediction } from '../../domain/windows';
import { anomalyGrid, type AnomalyGrid } from '../learn-blocks/anomaly-grid';
import { boxVerdicts, type BoxVerdicts } from '../learn-blocks/box-verdicts';
import { useChangeView } from '../frame/url-state';
import type { ViewProps } from '../views/view';
import { BlockSections } from './block-sections';
import { Facts, Metadata } from './facts';
import { Media } from './media/media';
import { OutcomeSentence } from './outcome/outcome-sentence';
import { outcomeWords } from './outcome/outcome-words';
import type { PictureSize } from './media/picture';
import { RawJson } from './raw-json';
import classes from './sample-panel.module.css';
import { chosenWindow } from './windows/sample-windows';
import { StructuredLabels } from './structured-labels';
import { Thresholds } from './outcome/thresholds';
import { useAnomalyScale } from './use-anomaly-scale';
import { windowColours } from './windows/window-colours';

/** The boxes of one window, predicted by the first block that finds boxes. */
function boxesOf({ result }: SampleEntry, window: WindowPrediction | undefined): BoxVerdicts | null {
  const block = result.classifications.find((one) => learnBlockOf(one).name === 'object-detection');
  if (block === undefined || window === undefined) return null;
  return boxVerdicts(
    block,
    result.sample,
    window.parts.find(({ at }) => at.block === block),
  );
}

function gridOfEntry(
  { result }: SampleEntry,
  window: WindowPrediction | undefined,
  index: number,
  scale: readonly [number, number] | null,
  rules: OutcomeRules,
): AnomalyGrid | null {
  for (const block of result.classifications) {
    const grid = anomalyGrid(block, window?.ofJob, index, scale, rules);
    if (grid !== null) return grid;
  }
  return null;
}

/** The entry with the size of its picture as seen by the browser, if the record does not state it. */
function withPictureSize(entry: SampleEntry, size: PictureSize | null): SampleEntry {
  const { result, predictions } = entry;
  if (size === null || result.sample.imageDimensions) return entry;
  return { result: { ...result, sample: { ...result.sample, imageDimensions: { ...size } } }, predictions };
}

export function SampleBody({
  answer,
  projectId,
  run,
  query,
  view,
  colours,
}: ViewProps & { answer: SampleAnswer }) {
  const changeView = useChangeView();
  const rules = rulesUnder(query.trial);
  const [seen, setSeen] = useState<{ answer: SampleAnswer; size: PictureSize } | null>(null);
  const [highlighted, setHighlighted] = useState<string | null>(null);
  const entry = useMemo<SampleEntry>(
    () => ({ result: answer.result, predictions: answer.predictions }),
    [answer],
  );
  const size = seen?.answer.result.sampleId === answer.result.sampleId ? seen.size : null;
  const sized = useMemo(() => withPictureSize(entry, size), [entry, size]);
  const windows = useMemo(() => shownWindows(sized, rules), [sized, rules]);
  const facts = useMemo(() => sampleFacts(entry, rules), [entry, rules]);
  const index = chosenWindow(windows, view.window);
  const scale = useAnomalyScale(projectId, query, entry);
  const boxes = useMemo(() => boxesOf(sized, windows[index]), [sized, windows, index]);
  const grid = useMemo(
    () => gridOfEntry(sized, windows[index], index, scale, rules),
    [sized, windows, index, scale, rules],
  );
  const coloursOf = useMemo(() => windowColours(entry, colours), [entry, colours]);
  const highlight = useMemo(() => ({ id: highlighted, set: setHighlighted }), [highlighted]);
  const onSize = useCallback((next: PictureSize) => setSeen({ answer, size: next }), [answer]);
  const onChoose = useCallback(
    (window: number) => changeView((state) => ({ ...state, window }), { gesture: 'choose-window' }),
    [changeView],
  );
  const outcome = sampleOutcome(facts.windows);
  const words = useMemo(
    () =>
      outcomeWords({
        entry,
        verdicts: facts.verdicts,
        windows: entryWindows(entry, rules),
        rules,
        outcome,
        unknownReason: facts.unknownReason,
        boxes: index === 0 ? boxes : boxesOf(sized, windows[0]),
      }),
    [entry, sized, windows, index, boxes, facts, outcome, rules],
  );
  return (
    <>
      <div className={classes['outcome']}>
        <OutcomeSentence outcome={outcome} words={words} />
      </div>
      <Media
        answer={answer}
        projectId={projectId}
        query={query}
        colours={colours}
        track={{ windows, chosen: index, onChoose, coloursOf }}
        boxes={boxes}
        grid={grid}
        highlight={highlight}
        onSize={onSize}
      />
      <BlockSections
        entry={sized}
        windows={windows}
        index={index}
        colours={colours}
        anomalyScale={scale}
        highlight={highlight}
        rules={rules}
      />
      <Thresholds entry={entry} projectId={projectId} run={run} query={query} />
      <Metadata key={entry.result.sampleId} sample={entry.result.sample} />
      <Facts sample={entry.result.sample} />
      <StructuredLabels sample={entry.result.sample} colours={colours} />
      <RawJson entry={entry} />
    </>
  );
}
