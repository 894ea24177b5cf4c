/** Everything about one sample, section by section. */
import { useCallback, useMemo, useState } from 'react';
import type { SampleAnswer } from '../../contract/schemas/sample-answers';
import type { SampleEntry } from '../../contract/schemas/result-page';
import { sampleOutcome } from '../../domain/outcome';
import { rulesUnder } from '../../domain/outcome-rules';
import { sampleFacts } from '../../domain/sample-values';
import { entryWindows, shownWindows, type WindowPrediction } from '../../domain/windows';
import type { BlockResult, LearnBlockDisplay } from '../learn-blocks/learn-block-display';
import type { PictureOverlay } from '../learn-blocks/picture-overlay';
import { displayOf } from '../learn-blocks/registry';
import { windowColours } from '../charts/window-colours';
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

/** What the blocks draw over the picture of one window: for each kind of block, the first one that draws anything. */
function overlaysOf(
  on: Omit<BlockResult, 'block' | 'part' | 'window'>,
  window: WindowPrediction | undefined,
) {
  const drawn = new Map<LearnBlockDisplay, PictureOverlay>();
  if (window === undefined) return [];
  for (const block of on.entry.result.classifications) {
    const display = displayOf(block);
    if (display.overlay === null || drawn.has(display)) continue;
    const part = window.parts.find(({ at }) => at.block === block);
    const overlay = display.overlay({ ...on, block, part, window });
    if (overlay !== null) drawn.set(display, overlay);
  }
  return [...drawn.values()];
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
  const overlays = useMemo(
    () => overlaysOf({ entry: sized, index, anomalyScale: scale, rules }, windows[index]),
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
      outcomeWords(
        {
          entry: sized,
          verdicts: facts.verdicts,
          windows: entryWindows(entry, rules),
          shown: windows[0],
          outcome,
          rules,
        },
        facts.unknownReason,
      ),
    [entry, sized, windows, facts, outcome, rules],
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
        overlays={overlays}
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
