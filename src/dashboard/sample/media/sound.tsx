/** The sound of a sample: a player, and its waveform with the windows and a playback line. */
import { useEffect, useRef, useState, type RefObject } from 'react';
import { mediaAddress } from '../../api/sample';
import buttons from '../buttons.module.css';
import { Section } from '../section';
import { Signal, type SignalProps } from './signal';
import classes from './sound.module.css';

/** The playback position in milliseconds, updated on every frame; `null` at the start while it is paused. */
function usePlayhead(element: RefObject<HTMLAudioElement | null>): number | null {
  const [ms, setMs] = useState<number | null>(null);
  useEffect(() => {
    const player = element.current;
    if (player === null) return undefined;
    let frame = 0;
    const read = () => setMs(player.paused && player.currentTime === 0 ? null : player.currentTime * 1000);
    const follow = () => {
      read();
      if (!player.paused) frame = requestAnimationFrame(follow);
    };
    const events = ['play', 'pause', 'seeked', 'ended'] as const;
    const onChange = () => {
      cancelAnimationFrame(frame);
      follow();
    };
    for (const event of events) player.addEventListener(event, onChange);
    return () => {
      cancelAnimationFrame(frame);
      for (const event of events) player.removeEventListener(event, onChange);
    };
  }, [element]);
  return ms;
}

export function Sound(props: Omit<SignalProps, 'title' | 'playheadMs'>) {
  const { projectId, sampleId, query, track } = props;
  const player = useRef<HTMLAudioElement>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const playhead = usePlayhead(player);
  const stopAt = useRef<number | null>(null);
  const window = track.windows[track.chosen];
  const start = window?.startMs ?? null;
  const end = window?.endMs ?? null;

  useEffect(() => {
    if (stopAt.current === null || (playhead ?? 0) < stopAt.current) return;
    player.current?.pause();
    stopAt.current = null;
  }, [playhead]);

  const playWindow = () => {
    if (player.current === null || start === null) return;
    player.current.currentTime = start / 1000;
    stopAt.current = end;
    // A browser may refuse to play; the player itself then still shows that it is paused.
    player.current.play().catch(() => setHasFailed(true));
  };

  return (
    <>
      <Section title="Sound">
        <audio
          ref={player}
          className={classes['player']}
          controls
          preload="metadata"
          src={mediaAddress('rawDataWav', projectId, sampleId, query)}
          onError={() => setHasFailed(true)}
        />
        {hasFailed && <p role="alert">The sound cannot be played here.</p>}
        {track.windows.length > 1 && start !== null && (
          <button type="button" className={buttons['quiet']} onClick={playWindow}>
            Play window {track.chosen + 1}
          </button>
        )}
      </Section>
      <Signal {...props} title="Waveform" playheadMs={playhead} />
    </>
  );
}
