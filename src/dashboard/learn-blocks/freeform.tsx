/** The result of a freeform block or a label map for one window, key by key. */
import { keyPredictions, windowKeys, type KeyPrediction } from '../../domain/learn-blocks/freeform';
import { KeyTable } from './key-table';
import type { LearnBlockPanelProps } from './learn-block-panel';

/** The keys of its verdicts; otherwise the values of the block: a label map or numbers. */
function keysOf({ block, index, part }: LearnBlockPanelProps): readonly KeyPrediction[] {
  if (part !== undefined) return windowKeys(part.context, index, part.prediction);
  return keyPredictions(block.labelMapResult?.[index] ?? block.result?.[index] ?? {}, {});
}

export function FreeformPanel(props: LearnBlockPanelProps) {
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
