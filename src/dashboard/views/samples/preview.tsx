/** A sample's own data, small: its picture, or its signal as a line. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { dataTypeOf } from '../../../contract/fields';
import type { Signal } from '../../../contract/sample-answers';
import { mediaAddress, signalOptions } from '../../api/sample';
import { useScreen } from '../../url-state';
import classes from './cells.module.css';
import type { RowFacts } from './row-facts';

const width = 106;
const height = 26;
const points = 60;
/** Pictures below this many pixels are shown with their pixels, not blurred. */
const smallPicture = 64;

/** The path of one sensor's line, scaled to all sensors together. */
function pathsOf({ times, series }: Signal): string[] {
  const values = series.flat().filter((value) => value !== null);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const last = times.at(-1) ?? 0;
  const x = (time: number) => (last === 0 ? 0 : (time / last) * width).toFixed(1);
  const y = (value: number) =>
    (high === low ? height / 2 : height - 1 - ((value - low) / (high - low)) * (height - 2)).toFixed(1);
  return series.slice(0, 3).map((list) =>
    list
      .flatMap((value, index) => (value === null ? [] : [`${x(times[index] ?? 0)} ${y(value)}`]))
      .map((point, index) => `${index === 0 ? 'M' : 'L'}${point}`)
      .join(''),
  );
}

function Sparkline({ projectId, sampleId }: { projectId: number; sampleId: number }) {
  const { query } = useScreen();
  const { data } = useQuery({ ...signalOptions(projectId, sampleId, query, { points }), retry: false });
  if (data === undefined) return null;
  return (
    <svg width={width} height={height} aria-hidden>
      {pathsOf(data).map((path, index) => (
        <path
          key={data.sensors[index]?.name ?? index}
          d={path}
          className={classes['spark']}
          opacity={1 - index * 0.3}
        />
      ))}
    </svg>
  );
}

function Thumbnail({ projectId, row }: { projectId: number; row: RowFacts }) {
  const { query } = useScreen();
  const [isMissing, setIsMissing] = useState(false);
  const [isSmall, setIsSmall] = useState(false);
  if (isMissing) return null;
  return (
    <img
      className={`${classes['picture']} ${isSmall ? classes['small'] : ''}`}
      src={mediaAddress('rawDataImage', projectId, row.values.id ?? 0, query)}
      alt=""
      loading="lazy"
      onError={() => setIsMissing(true)}
      onLoad={(event) => setIsSmall(event.currentTarget.naturalWidth <= smallPicture)}
    />
  );
}

export function Preview({ projectId, row }: { projectId: number; row: RowFacts }) {
  const type = dataTypeOf(row.entry.result.sample);
  const sampleId = row.entry.result.sampleId;
  return (
    <div className={classes['preview']}>
      {type === 'image' ? (
        <Thumbnail key={sampleId} projectId={projectId} row={row} />
      ) : (
        (type === 'timeseries' || type === 'audio') && (
          <Sparkline key={sampleId} projectId={projectId} sampleId={sampleId} />
        )
      )}
    </div>
  );
}
