/** A section for each learn block with its result on the selected window. */
import { isolatedText } from '../../contract/isolated-text';
import type { SampleEntry } from '../../contract/schemas/result-page';
import type { WindowPrediction } from '../../domain/windows';
import type { LearnBlockPanelProps } from '../learn-blocks/learn-block-display';
import { displayOf } from '../learn-blocks/registry';
import { formatCount } from '../ui/numbers-in-words';
import { useShownPart } from '../ui/show-more';
import { blockTitle } from './block-title';
import { Section } from './section';
import { windowSpanWords } from './windows/window-words';

const shownAtFirst = 10;

interface BlockSectionsProps extends Pick<
  LearnBlockPanelProps,
  'entry' | 'index' | 'colours' | 'anomalyScale' | 'highlight' | 'rules'
> {
  windows: readonly WindowPrediction[];
}

/** The window and the block, next to the section's title. */
function asideOf(entry: SampleEntry, at: number, window: WindowPrediction, isOnly: boolean): string {
  const block = entry.result.classifications[at];
  const words = isOnly ? [] : [windowSpanWords(window)];
  if (block !== undefined) words.push(isolatedText(blockTitle(block)));
  return words.filter((word) => word !== '').join(' · ');
}

export function BlockSections(props: BlockSectionsProps) {
  const { entry, windows, index, colours, anomalyScale, highlight, rules } = props;
  const window = windows[index];
  const { shown, more } = useShownPart(entry.result.classifications, shownAtFirst);
  if (entry.result.classifications.length === 0) {
    return (
      <Section title="Scores">
        <p className="dim">The run has no scores of this sample.</p>
      </Section>
    );
  }
  if (window === undefined) {
    return (
      <Section title="Scores">
        <p className="dim">The run has no windows of this sample.</p>
      </Section>
    );
  }
  const isOnly = windows.length === 1;
  const sections = shown.map((block, at) => {
    const { heading, panel: Panel } = displayOf(block);
    return (
      <Section
        key={at}
        title={isOnly ? heading : `${heading} in window ${formatCount(index + 1)}`}
        aside={asideOf(entry, at, window, isOnly)}
      >
        <Panel
          entry={entry}
          block={block}
          part={window.parts.find(({ at: own }) => own.block === block)}
          window={window}
          index={index}
          colours={colours}
          anomalyScale={anomalyScale}
          highlight={highlight}
          rules={rules}
        />
      </Section>
    );
  });
  return (
    <>
      {sections}
      {more !== null && <Section title="More learn blocks">{more}</Section>}
    </>
  );
}
