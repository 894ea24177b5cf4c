/** A small preview of a sample's own data: its picture, or its signal as a line. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { dataTypeOf } from '../../../contract/field-values';
import type { Signal } from '../../../contract/schemas/sample-answers';
import { mediaAddress, signalOptions } from '../../api/sample';
import { rangeOf, shareIn } from '../../charts/number-range';
import { useCells } from './cell-context';
import classes from './cells.module.css';
import type { RowFacts } from './row-facts';

const width = 106;
const height = 26;
const points = 60;
/** A signal is requested when its row has been visible this long, so not for rows that scroll past. */
const stayMilliseconds = 120;
/** Smaller pictures, in pixels, are shown with sharp pixels. */
const smallPicture = 64;

/** The paths of the sensors' lines, all on the same scale. */
function pathsOf({ times, series }: Signal): string[] {
  const range = rangeOf(...series);
  const last = times.at(-1) ?? 0;
  const x = (time: number) => (shareIn([0, last], time) * width).toFixed(1);
  const y = (value: number) => (height - 1 - shareIn(range, value) * (height - 2)).toFixed(1);
  return series.slice(0, 3).map((list) =>
    list
      .flatMap((value, index) => (value === null ? [] : [`${x(times[index] ?? 0)} ${y(value)}`]))
      .map((point, index) => `${index === 0 ? 'M' : 'L'}${point}`)
      .join(''),
  );
}

function useHasStayed(): boolean {
  const [hasStayed, setHasStayed] = useState(false);
  useEffect(() => {
    const stay = setTimeout(() => setHasStayed(true), stayMilliseconds);
    return () => clearTimeout(stay);
  }, []);
  return hasStayed;
}

function Sparkline({ row }: { row: RowFacts }) {
  const { projectId, run } = useCells();
  const hasStayed = useHasStayed();
  const { data, isError } = useQuery({
    ...signalOptions(projectId, row.entry.result.sampleId, run, { points }),
    retry: false,
    enabled: hasStayed,
  });
  if (isError) return <span className={classes['under']}>–</span>;
  if (data === undefined) return null;
  return (
    <svg width={width} height={height} aria-hidden>
      {pathsOf(data).map((path, index) => (
        <path
          key={`${index} ${data.sensors[index]?.name}`}
          d={path}
          className={classes['spark']}
          opacity={1 - index * 0.3}
        />
      ))}
    </svg>
  );
}

function Thumbnail({ row }: { row: RowFacts }) {
  const { projectId, run } = useCells();
  const [isMissing, setIsMissing] = useState(false);
  const [isSmall, setIsSmall] = useState(false);
  if (isMissing) return <span className={classes['under']}>–</span>;
  return (
    <img
      className={`${classes['picture']} ${isSmall ? classes['small'] : ''}`}
      src={mediaAddress('rawDataImage', projectId, row.entry.result.sampleId, run)}
      alt=""
      loading="lazy"
      onError={() => setIsMissing(true)}
      onLoad={(event) => setIsSmall(event.currentTarget.naturalWidth <= smallPicture)}
    />
  );
}

export function Preview({ row }: { row: RowFacts }) {
  const { result } = row.entry;
  const type = dataTypeOf(result.sample);
  return (
    <div className={classes['preview']}>
      {type === 'image' && <Thumbnail key={result.sampleId} row={row} />}
      {(type === 'timeseries' || type === 'audio') && <Sparkline key={result.sampleId} row={row} />}
    </div>
  );
}
