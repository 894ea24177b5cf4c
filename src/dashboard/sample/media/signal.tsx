/** The signal of a sample: its lines, its sensors, the zoom, and the windows below it on the same time axis. */
import { useQuery } from '@tanstack/react-query';
import { isolatedText } from '../../../contract/isolated-text';
import { Suspense, useCallback, useMemo, useState } from 'react';
import { signalOptions } from '../../api/sample';
import type { Query } from '../../../contract/query';
import type { Signal as SignalAnswer } from '../../../contract/schemas/sample-answers';
import { rangeOf } from '../../charts/number-range';
import { placeAt, windowPlaces } from '../../charts/window-cells';
import { formatLength } from '../../ui/numbers-in-words';
import { lazyPart } from '../../ui/lazy-part';
import buttons from '../buttons.module.css';
import { Section } from '../section';
import { endOf, signalAxes, unitAndFrequency, unitWords } from './signal-axes';
import { SignalLegend } from './signal-legend';
import { panelPoints } from './signal-points';
import classes from './signal.module.css';
import { WindowTrack, type WindowTrackProps } from '../windows/window-track';

const SignalChart = lazyPart(async () => (await import('./signal-chart')).SignalChart);

export interface SignalProps {
  projectId: number;
  sampleId: number;
  query: Query;
  lengthMs: number | null;
  track: Pick<WindowTrackProps, 'windows' | 'chosen' | 'onChoose' | 'coloursOf'>;
  title?: string;
  playheadMs?: number | null;
}

type Stretch = readonly [fromMs: number, toMs: number];

/** The units of the two axes, above each of them. */
function UnitRow({ signal }: { signal: SignalAnswer }) {
  const { units } = signalAxes(signal.sensors);
  if (units.length < 2) return null;
  return (
    <p className={classes['units']}>
      {units.slice(0, 2).map((unit) => (
        <span key={unit} title={unit}>
          {unitWords(unit)}
        </span>
      ))}
    </p>
  );
}

interface SignalToolsProps {
  zoom: Stretch | null;
  onZoom: (zoom: Stretch | null) => void;
  /** The selected window, if there are several. */
  band: Stretch | null;
  chosen: number;
  end: number;
}

/** Zoom without a mouse: to the selected window, and back. */
function SignalTools({ zoom, onZoom, band, chosen, end }: SignalToolsProps) {
  return (
    <div className={classes['tools']}>
      {band !== null && (
        <button
          type="button"
          className={buttons['quiet']}
          onClick={() => onZoom([Math.max(0, band[0]), Math.max(band[0] + 1, Math.min(end, band[1]))])}
        >
          Zoom to window {chosen + 1}
        </button>
      )}
      {zoom === null ? (
        <small>Drag across the signal to zoom.</small>
      ) : (
        <button type="button" className={buttons['quiet']} onClick={() => onZoom(null)}>
          Show all
        </button>
      )}
    </div>
  );
}

export function Signal(props: SignalProps) {
  const { projectId, sampleId, query, lengthMs, track, title = 'Signal', playheadMs = null } = props;
  const [zoomed, setZoomed] = useState<{ sampleId: number; stretch: Stretch | null } | null>(null);
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const [values, setValues] = useState<readonly (number | null)[] | null>(null);
  // Hidden sensors stay hidden in the next sample; a zoom range is meaningless there.
  const zoom = zoomed?.sampleId === sampleId ? zoomed.stretch : null;
  const setZoom = useCallback((stretch: Stretch | null) => setZoomed({ sampleId, stretch }), [sampleId]);
  const whole = useQuery(signalOptions(projectId, sampleId, query, { points: panelPoints }));
  const isThinned = whole.data?.isThinned === true;
  const close = useQuery({
    ...signalOptions(projectId, sampleId, query, {
      points: panelPoints,
      ...(zoom !== null && { from: Math.floor(zoom[0]), to: Math.ceil(zoom[1]) }),
    }),
    enabled: zoom !== null && isThinned,
  });
  // Show the coarse signal until the detailed one is loaded.
  const signal = (zoom !== null && isThinned ? close.data : undefined) ?? whole.data;
  const end = endOf(whole.data, lengthMs);
  const range = useMemo<Stretch>(() => rangeOf(zoom ?? [0, end]), [zoom, end]);

  const { windows, chosen, onChoose } = track;
  const window = windows[chosen];
  const start = window?.startMs ?? null;
  const stop = window?.endMs ?? null;
  const band = useMemo<Stretch | null>(
    () => (windows.length < 2 || start === null || stop === null ? null : [start, stop]),
    [windows.length, start, stop],
  );
  const places = useMemo(() => windowPlaces(windows, end), [windows, end]);
  const pick = useCallback(
    (ms: number) => {
      const place = placeAt(places, ms);
      if (place !== undefined) onChoose(place.index);
    },
    [places, onChoose],
  );
  const toggle = (index: number) => {
    const next = new Set(hidden);
    if (!next.delete(index)) next.add(index);
    setHidden(next);
  };

  return (
    <Section title={title} aside={whole.data && unitAndFrequency(whole.data)}>
      <div className={classes['signal']}>
        {signal !== undefined && (
          <SignalLegend sensors={signal.sensors} hidden={hidden} onToggle={toggle} values={values} />
        )}
        {whole.isError ? (
          <div className={classes['waiting']} role="alert">
            <p>{whole.error.message}</p>
            <button type="button" className={buttons['quiet']} onClick={() => void whole.refetch()}>
              Try again
            </button>
          </div>
        ) : signal === undefined ? (
          <div className={classes['waiting']}>Loading the signal …</div>
        ) : signal.times.length === 0 ? (
          <div className={classes['waiting']}>The signal is empty.</div>
        ) : (
          <>
            <UnitRow signal={signal} />
            <div
              role="img"
              aria-label={`${title} of ${signal.sensors.map(({ name }) => isolatedText(name)).join(', ')} over ${formatLength(end)}`}
            >
              <Suspense fallback={<div className={classes['waiting']}>Loading the chart …</div>}>
                <SignalChart
                  signal={signal}
                  hidden={hidden}
                  range={range}
                  band={band}
                  playheadMs={playheadMs}
                  onZoom={setZoom}
                  onPick={pick}
                  onPoint={setValues}
                />
              </Suspense>
            </div>
          </>
        )}
        {windows.length > 1 && (
          <WindowTrack
            {...track}
            range={range}
            lengthMs={end}
            insets={signalAxes(whole.data?.sensors ?? []).insets}
          />
        )}
        {signal !== undefined && (
          <SignalTools zoom={zoom} onZoom={setZoom} band={band} chosen={chosen} end={end} />
        )}
      </div>
    </Section>
  );
}
