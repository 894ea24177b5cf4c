/** The sample's own data (signal, picture, sound or video), or what to do if they are missing. */
import type { ReactNode } from 'react';
import type { SampleAnswer } from '../../../contract/schemas/sample-answers';
import { mediaAddress } from '../../api/sample';
import { windowsRange } from '../../charts/window-cells';
import type { Highlight, PictureOverlay } from '../../learn-blocks/picture-overlay';
import type { ViewProps } from '../../views/view';
import { Picture, type PictureSize } from './picture';
import { Section } from '../section';
import { Signal, type SignalProps } from './signal';
import { Sound } from './sound';
import classes from './sound.module.css';
import { WindowTrack } from '../windows/window-track';

interface MediaProps extends Pick<ViewProps, 'projectId' | 'query' | 'colours'> {
  answer: SampleAnswer;
  track: SignalProps['track'];
  overlays: readonly PictureOverlay[];
  highlight: Highlight;
  onSize: (size: PictureSize) => void;
}

/** Only the windows, for data that are shown without a time axis. */
function WindowsAlone({ track, lengthMs }: { track: SignalProps['track']; lengthMs: number | null }) {
  if (track.windows.length < 2) return null;
  const range = windowsRange(track.windows, lengthMs);
  return (
    <Section title="Windows">
      <WindowTrack {...track} range={range} lengthMs={range[1]} />
    </Section>
  );
}

function NoMedia({ children }: { children?: ReactNode }) {
  return (
    <Section title="Data">
      <p className="dim">
        The sample's own data is not here. To see it, import the run with its files:{' '}
        <code>second-look import … --media DIR</code>
      </p>
      {children}
    </Section>
  );
}

export function Media(props: MediaProps) {
  const { answer, projectId, query, track, overlays } = props;
  const { sampleId, sample } = answer.result;
  const lengthMs = sample.totalLengthMs ?? null;
  const signal = { projectId, sampleId, query, lengthMs, track };
  const windows = <WindowsAlone track={track} lengthMs={lengthMs} />;
  const picture = (address: string | null) => (
    <Picture
      address={address}
      sample={sample}
      overlays={overlays}
      colours={props.colours}
      highlight={props.highlight}
      onSize={props.onSize}
    />
  );
  switch (answer.media) {
    case 'signal':
      return <Signal {...signal} />;
    case 'sound':
      return <Sound key={sampleId} {...signal} />;
    case 'image':
      return (
        <>
          {picture(mediaAddress('rawDataImage', projectId, sampleId, query))}
          {windows}
        </>
      );
    case 'video':
      return (
        <>
          <Section title="Video">
            {/* A data set's videos have no captions. */}
            <video
              className={classes['video']}
              controls
              preload="metadata"
              src={mediaAddress('rawDataVideo', projectId, sampleId, query)}
            />
          </Section>
          {windows}
        </>
      );
    case 'none':
      return (
        <>
          <NoMedia />
          {overlays.length > 0 && picture(null)}
          {windows}
        </>
      );
  }
}
