/** The picture of a sample, fitted to the panel, with expectation and prediction drawn over it. */
import { Fragment, useState } from 'react';
import { isolatedText } from '../../../contract/isolated-text';
import type { SampleRecord } from '../../../contract/schemas/sample';
import type { LabelColours } from '../../charts/label-colours';
import type { Highlight, OverlayLayer, PictureOverlay } from '../../learn-blocks/picture-overlay';
import { shownText } from '../../ui/shortened-text';
import buttons from '../buttons.module.css';
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
  overlays: readonly PictureOverlay[];
  colours: LabelColours;
  highlight: Highlight;
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

function LayerButtons({
  layers,
  isShown,
  onToggle,
}: {
  layers: readonly OverlayLayer[];
  isShown: (layer: string) => boolean;
  onToggle: (layer: string) => void;
}) {
  return (
    <div className={buttons['row']} role="group" aria-label="Over the picture">
      {layers.map(({ name, sample }) => (
        <button
          key={name}
          type="button"
          className={buttons['toggle']}
          aria-pressed={isShown(name)}
          onClick={() => onToggle(name)}
        >
          {sample}
          {name}
        </button>
      ))}
    </div>
  );
}

export function Picture({ address, sample, overlays, colours, highlight, onSize }: PictureProps) {
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const [seen, setSeen] = useState<(PictureSize & { address: string }) | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const size = knownSize(sample, seen !== null && seen.address === address ? seen : null);
  const ratio =
    size === null ? 4 / 3 : Math.min(mostRatio, Math.max(1 / mostRatio, size.width / size.height));
  const isShown = (layer: string) => !hidden.includes(layer);
  const toggle = (layer: string) =>
    setHidden(isShown(layer) ? [...hidden, layer] : hidden.filter((other) => other !== layer));
  const drawn = overlays.toSorted((a, b) => Number(b.isFilled) - Number(a.isFilled));
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
        <svg className={classes['overlay']} aria-hidden>
          {drawn.map(({ draw }, at) => (
            <Fragment key={at}>{draw({ isShown, colours, highlight })}</Fragment>
          ))}
        </svg>
      </div>
      <LayerButtons layers={overlays.flatMap(({ layers }) => layers)} isShown={isShown} onToggle={toggle} />
      {overlays.map(
        ({ note }, at) =>
          note !== null && (
            <p key={at} className="dim">
              {note}
            </p>
          ),
      )}
    </Section>
  );
}
