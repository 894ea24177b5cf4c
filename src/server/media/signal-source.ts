/** A sample's signal, whichever way its file keeps it: as acquired readings or as sound. */
import { readAcquisition, type Acquisition } from './acquisition';
import type { MediaFile } from './media-folder';
import { readWavHeader, readWavValues } from './wav';

export interface SignalSource {
  sensors: readonly { name: string; units: string }[];
  intervalMs: number;
  /** Readings of each sensor. */
  length: number;
  deviceName?: string | undefined;
  deviceType?: string;
  /** Calls `take` with the values of readings `from` up to and without `to`; a missing one may be `NaN` or left out. */
  read: (
    range: { from: number; to: number },
    take: (index: number, sensor: number, value: number) => void,
  ) => Promise<void>;
}

function fromAcquisition(acquisition: Acquisition): SignalSource {
  const { sensors, intervalMs, length, deviceName, deviceType, values } = acquisition;
  return {
    sensors,
    intervalMs,
    length,
    deviceName,
    deviceType,
    read: async ({ from, to }, take) => {
      for (const [sensor, list] of values.entries()) {
        for (let index = from; index < Math.min(to, length); index++)
          take(index, sensor, list[index] ?? Number.NaN);
      }
    },
  };
}

async function fromWav({ handle, size }: MediaFile): Promise<SignalSource> {
  const format = await readWavHeader(handle, size);
  const names = Array.from({ length: format.channels }, (_, channel) =>
    format.channels === 1 ? 'audio' : `channel ${channel + 1}`,
  );
  return {
    sensors: names.map((name) => ({ name, units: 'wav' })),
    intervalMs: 1000 / format.sampleRate,
    length: format.frames,
    read: (range, take) => readWavValues(handle, format, range, take),
  };
}

const heldValues = 8_000_000;

/** Opens signals, and keeps the last readings in memory: who looks closer at one asks for the same file again. */
export class SignalSources {
  readonly #held = new Map<string, Acquisition>();

  /** The signal in an open file, which must stay open while it is read. Throws `not-found` where it holds none. */
  async open(file: MediaFile): Promise<SignalSource> {
    return file.type.group === 'sound' ? fromWav(file) : fromAcquisition(await this.acquisition(file));
  }

  /** The readings in an open file. Throws `not-found` where it is none that we read. */
  async acquisition(file: MediaFile): Promise<Acquisition> {
    const held = this.#held.get(file.tag);
    if (held !== undefined) return held;
    const acquisition = await readAcquisition(file.handle, file.size);
    this.#held.set(file.tag, acquisition);
    let total = 0;
    for (const [tag, { length, values }] of [...this.#held].reverse()) {
      total += length * values.length;
      if (total > heldValues && tag !== file.tag) this.#held.delete(tag);
    }
    return acquisition;
  }
}
