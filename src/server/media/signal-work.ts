/** The processing of signal files in the worker thread: one request after another, with bounded time and memory. */
import { signalPoints, type Signal } from '../../contract/schemas/sample-answers';
import { SecondLookError, type ErrorKind } from '../../contract/errors';
import { readAcquisition, type Acquisition, type OpenFile } from './acquisition';
import { columnsOf, thinSignal, type TakeValues } from './thin-signal';
import { Loudness, readWavHeader, readWavValues } from './wav';

export const stretchLimits = {
  /** Values of all channels read for one response: a few seconds of work. */
  values: 256_000_000,
} as const;

/** A file that stays open and unchanged meanwhile; different content has a different `tag`. */
export interface SignalFile extends OpenFile {
  tag: string;
  isSound: boolean;
}

interface Stretch {
  from: number;
  to: number;
}

/** The requests for a file. Ranges are in readings, `to` exclusive. */
export type SignalWork =
  | { kind: 'about' }
  /** The response of the signal route, as JSON. */
  | { kind: 'thin'; fromMs: number; toMs: number; points: number }
  /** Rows of values as JSON, separated by commas. */
  | ({ kind: 'rows' } & Stretch)
  /** The factor that scales the values of one sensor to sound. */
  | ({ kind: 'scale'; sensor: number } & Stretch)
  /** That part of the sound. */
  | ({ kind: 'sound'; sensor: number; scale: number } & Stretch);

export interface SignalRequest {
  file: SignalFile;
  work: SignalWork;
  /** Shared with the caller, who sets it to 1 to stop the work. */
  stop: Int32Array;
}

export interface SignalAbout {
  sensors: readonly { name: string; units: string }[];
  intervalMs: number;
  /** The number of readings of each sensor. */
  length: number;
  deviceName?: string | undefined;
  deviceType?: string;
}

export type SignalAnswer =
  | { kind: 'about'; about: SignalAbout }
  | { kind: 'bytes'; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'scale'; scale: number }
  | { kind: 'refused'; error: ErrorKind; message: string };

interface Source extends SignalAbout {
  /** Calls `take` with values of all sensors, or of one. */
  read: (stretch: Stretch & { sensor?: number }, take: TakeValues) => void;
}

const inside = (index: number, length: number) => Math.min(Math.max(0, index), length);

function checkStretch({ from, to }: Stretch, sensors: number): void {
  const [count, most] = [(to - from) * sensors, stretchLimits.values].map((value) =>
    value.toLocaleString('en'),
  );
  if ((to - from) * sensors <= stretchLimits.values) return;
  throw new SecondLookError(
    'too-large',
    `This stretch has ${count} values of all channels; at most ${most} are read at once. Ask for a shorter one.`,
  );
}

const readingsOf = (source: Source, stretch: Stretch) => ({
  ...stretch,
  sensors: source.sensors.length,
  read: (take: TakeValues) => source.read(stretch, take),
});

function thinned(source: Source, { fromMs, toMs, points }: { fromMs: number; toMs: number; points: number }) {
  const { sensors, intervalMs, length } = source;
  // One more reading on each side, so that a line reaches the edges of the chart.
  const from = inside(Math.floor(fromMs / intervalMs), length);
  const to = inside(Math.ceil(toMs / intervalMs) + 1, length);
  checkStretch({ from, to }, sensors.length);
  const { indexes, series, isThinned } = thinSignal(
    readingsOf(source, { from, to }),
    Math.min(points, Math.floor(signalPoints.values / sensors.length)),
  );
  const answer: Signal = {
    success: true,
    sensors: [...sensors],
    intervalMs,
    valuesCount: length,
    isThinned,
    times: indexes.map((index) => index * intervalMs),
    series,
  };
  return answer;
}

function rowsAsJson(source: Source, stretch: Stretch): string {
  const columns = columnsOf(readingsOf(source, stretch));
  const asJson = (value = Number.NaN) => (Number.isFinite(value) ? String(value) : 'null');
  const rows = Array.from(columns[0] ?? [], (_, row) => columns.map((column) => asJson(column[row])));
  return rows.map((cells) => `[${cells.join()}]`).join();
}

const bytesOf = (text: string): SignalAnswer => ({ kind: 'bytes', bytes: new TextEncoder().encode(text) });

/** Does the work, and caches the latest readings: zooming into a signal requests the same file again. */
export class SignalWorker {
  #last: { tag: string; acquisition: Acquisition } | undefined;

  answer(request: SignalRequest): SignalAnswer {
    try {
      return this.#answer(request);
    } catch (error) {
      // Errors lose their class when they are passed between threads.
      if (error instanceof SecondLookError)
        return { kind: 'refused', error: error.kind, message: error.message };
      throw error;
    }
  }

  #answer({ file, work, stop }: SignalRequest): SignalAnswer {
    const onPiece = () => {
      if (Atomics.load(stop, 0) !== 0) throw new SecondLookError('not-ready', 'The client has gone.');
    };
    const source = file.isSound ? fromWav(file, onPiece) : fromAcquisition(this.#acquisition(file, onPiece));
    if (work.kind === 'about') {
      const { read: _read, ...about } = source;
      return { kind: 'about', about };
    }
    if (work.kind === 'thin') return bytesOf(JSON.stringify(thinned(source, work)));
    if (work.kind === 'rows') return bytesOf(rowsAsJson(source, work));
    checkStretch(work, source.sensors.length);
    if (work.kind === 'scale') {
      const loudness = new Loudness();
      source.read(work, (_sensor, _first, values) => loudness.add(values));
      return { kind: 'scale', scale: loudness.scale };
    }
    const { from, to, scale } = work;
    // Missing values become zero, which is silence.
    const sound = new Int16Array(to - from);
    source.read(work, (_sensor, first, values) =>
      sound.set(
        values.map((value) => Math.round(value * scale)),
        first - from,
      ),
    );
    return { kind: 'bytes', bytes: new Uint8Array(sound.buffer) };
  }

  #acquisition(file: SignalFile, onPiece: () => void): Acquisition {
    if (this.#last?.tag !== file.tag) {
      // Release the previous readings first, so that only those of one file are in memory.
      this.#last = undefined;
      this.#last = { tag: file.tag, acquisition: readAcquisition(file, onPiece) };
    }
    return this.#last.acquisition;
  }
}

function fromAcquisition({ values, ...about }: Acquisition): Source {
  return {
    ...about,
    read: ({ from, to, sensor: wanted }, take) => {
      for (const [sensor, list] of values.entries())
        if (wanted === undefined || wanted === sensor) take(sensor, from, list.subarray(from, to));
    },
  };
}

function fromWav(file: SignalFile, onPiece: () => void): Source {
  const format = readWavHeader(file);
  const names = Array.from({ length: format.channels }, (_, channel) =>
    format.channels === 1 ? 'audio' : `channel ${channel + 1}`,
  );
  return {
    sensors: names.map((name) => ({ name, units: 'wav' })),
    intervalMs: 1000 / format.sampleRate,
    length: format.frames,
    read: ({ from, to, sensor }, take) =>
      readWavValues(file, format, { from, to, channel: sensor }, take, onPiece),
  };
}
