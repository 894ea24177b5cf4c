/** The picture of a sample, fitted to the panel, with expectation and prediction drawn over it. */
import { useState } from 'react';
import { isolatedText } from '../../../contract/isolated-text';
import type { SampleRecord } from '../../../contract/schemas/sample';
import type { LabelColours } from '../../charts/label-colours';
import type { AnomalyGrid } from '../../learn-blocks/anomaly-grid';
import type { BoxVerdicts } from '../../learn-blocks/box-verdicts';
import type { BoxHighlight } from '../../learn-blocks/learn-block-panel';
import { LineSample } from '../../learn-blocks/line-style';
import { formatCount } from '../../ui/numbers-in-words';
import { shownText } from '../../ui/shortened-text';
import buttons from '../buttons.module.css';
import { mostBoxes, PictureOverlay, type Layers } from './picture-overlay';
import classes from './picture.module.css';
import { Section } from '../section';

export interface PictureSize {
  width: number;
  height: number;
}

interface PictureProps {
  /** `null`: there is no picture, only the overlay. */
  address: string | null;
  sample: SampleRecord;
  boxes: BoxVerdicts | null;
  grid: AnomalyGrid | null;
  colours: LabelColours;
  highlight: BoxHighlight;
  onSize: (size: PictureSize) => void;
}

const mostHeight = 360;
/** Smaller pictures are shown with sharp pixels: smoothing would hide what the model saw. */
const smallSide = 128;

/** The maximum aspect ratio of the frame in either direction, whatever size a record states. */
const mostRatio = 50;

/** The size in pixels as stated by the record, otherwise as seen by the browser. */
function knownSize(sample: SampleRecord, seen: PictureSize | null): PictureSize | null {
  const size = sample.imageDimensions ?? seen;
  return size && size.width > 0 && size.height > 0 ? size : null;
}

const layerNames = { expected: 'Expected', said: 'Said', grid: 'Grid' } as const;
const layerKeys = ['expected', 'said', 'grid'] as const;

function LayerButtons({
  layers,
  available,
  onChange,
}: {
  layers: Layers;
  available: Layers;
  onChange: (layers: Layers) => void;
}) {
  return (
    <div className={buttons['row']} role="group" aria-label="Over the picture">
      {layerKeys
        .filter((key) => available[key])
        .map((key) => (
          <button
            key={key}
            type="button"
            className={buttons['toggle']}
            aria-pressed={layers[key]}
            onClick={() => onChange({ ...layers, [key]: !layers[key] })}
          >
            {key !== 'grid' && <LineSample kind={key} colour="currentColor" />}
            {layerNames[key]}
          </button>
        ))}
    </div>
  );
}

export function Picture({ address, sample, boxes, grid, colours, highlight, onSize }: PictureProps) {
  const [layers, setLayers] = useState<Layers>({ expected: true, said: true, grid: true });
  const [seen, setSeen] = useState<(PictureSize & { address: string }) | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const size = knownSize(sample, seen !== null && seen.address === address ? seen : null);
  const ratio =
    size === null ? 4 / 3 : Math.min(mostRatio, Math.max(1 / mostRatio, size.width / size.height));
  const boxCount = Math.max(boxes?.truths.length ?? 0, boxes?.said.length ?? 0);
  const available: Layers = {
    expected: (boxes?.truths.length ?? 0) > 0,
    said: (boxes?.said.length ?? 0) > 0,
    grid: grid !== null,
  };
  return (
    <Section title="Picture" aside={size === null ? undefined : `${size.width} × ${size.height} pixels`}>
      <div
        className={classes['frame']}
        data-empty={address === null || failed === address}
        style={{ aspectRatio: ratio, width: `min(100%, ${Math.round(mostHeight * ratio)}px)` }}
      >
        {address !== null && failed !== address && (
          <img
            className={classes['image']}
            src={address}
            alt={`Sample ${isolatedText(shownText(String(sample.filename ?? sample.id)))}`}
            data-small={size !== null && Math.max(size.width, size.height) < smallSide}
            onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => {
              setSeen({ address, width, height });
              onSize({ width, height });
            }}
            onError={() => setFailed(address)}
          />
        )}
        {failed === address && address !== null && (
          <p className={classes['note']} role="alert">
            The picture cannot be shown.{' '}
            <button type="button" className={buttons['quiet']} onClick={() => setFailed(null)}>
              Try again
            </button>
          </p>
        )}
        {address === null && <p className={classes['note']}>The picture itself is not there.</p>}
        <PictureOverlay boxes={boxes} grid={grid} layers={layers} colours={colours} highlight={highlight} />
      </div>
      <LayerButtons layers={layers} available={available} onChange={setLayers} />
      {boxCount > mostBoxes && (
        <p className="dim">
          Only {formatCount(mostBoxes)} boxes of each kind are drawn, and the one that you point at in the
          list.
        </p>
      )}
    </Section>
  );
}
