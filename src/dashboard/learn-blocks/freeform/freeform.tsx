/** The result of a freeform block or a label map for one window, key by key, and its sentence. */
import { keyPredictions, windowKeys, type KeyPrediction } from '../../../domain/learn-blocks/freeform';
import { formatCount } from '../../ui/numbers-in-words';
import { KeyTable } from '../key-table';
import { labelSentence, type JudgedSample, type SentencePart } from '../label-sentence';
import type { LearnBlockDisplay, LearnBlockPanelProps } from '../learn-block-display';

/** The keys of its verdicts; otherwise the values of the block: a label map or numbers. */
function keysOf({ block, index, part }: LearnBlockPanelProps): readonly KeyPrediction[] {
  if (part !== undefined) return windowKeys(part.context, index, part.prediction);
  return keyPredictions(block.labelMapResult?.[index] ?? block.result?.[index] ?? {}, {});
}

function FreeformPanel(props: LearnBlockPanelProps) {
  const keys = keysOf(props);
  const { prediction } = props.window;
  if (keys.length > 0) return <KeyTable rows={keys} />;
  return prediction === null ? (
    <p className="dim">The run has no values of this window.</p>
  ) : (
    <p>
      Said <b>{prediction}</b>
    </p>
  );
}

/** How many values are as expected, or how many there are. */
function keySentence(sample: JudgedSample): SentencePart[] {
  const keys = sample.verdicts.filter(({ key }) => key !== null);
  if (keys.length === 0) return labelSentence(sample);
  const judged = keys.filter(({ result }) => result !== 'unknown');
  if (judged.length === 0)
    return [`Said ${formatCount(keys.length)} ${keys.length === 1 ? 'value' : 'values'}.`];
  const right = judged.filter(({ result }) => result === 'correct').length;
  const noun = judged.length === 1 ? 'value is' : 'values are';
  return [`${formatCount(right)} of ${formatCount(judged.length)} ${noun} as expected.`];
}

export const freeform: LearnBlockDisplay = {
  heading: 'Values',
  panel: FreeformPanel,
  overlay: null,
  sentence: keySentence,
};
