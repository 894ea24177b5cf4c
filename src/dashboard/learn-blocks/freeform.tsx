/** What a freeform block or a label map said of one window, key by key. */
import { keyPredictions } from '../../domain/learn-blocks/freeform';
import type { KeyPrediction } from '../../domain/learn-blocks/learn-block';
import { KeyTable } from './key-table';
import type { LearnBlockPanelProps } from './learn-block-panel';

/** The window's own keys where the outcome is this block's; else what the block lists: a label map or numbers. */
function keysOf({ block, window, index, isMain }: LearnBlockPanelProps): readonly KeyPrediction[] {
  if (isMain && window.keys.length > 0) return window.keys;
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
