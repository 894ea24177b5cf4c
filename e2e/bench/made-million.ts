/** A seeded run of any number of samples for benchmarks, about 2 KB each, as JSON Lines in a cached file. */
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRandom } from '../made-runs';
import { root } from '../start-server';
import {
  pick,
  round,
  saidByAnomaly,
  saidByClassifier,
  saidByDetector,
  saidByRegression,
  saidByVisualAnomaly,
  saidInWords,
  type Random,
  type Said,
} from './million-said';
import { millionValues } from './million-values';

/** Where benchmarks keep what they make. */
export const benchFolder = join(root, '.cache', 'bench');

const sounds = [{ index: 0, name: 'audio', units: 'wav' }];
const pixels = [{ index: 0, name: 'image', units: 'rgba' }];
const motions = ['accX', 'accY', 'accZ'].map((name, index) => ({ index, name, units: 'm/s2' }));

/** One sample's label, sensors and what was said of it: every type of learn block, every type of data. */
function saidOf(random: Random, id: number): Said & { label: string; sensors: readonly unknown[] } {
  const chance = random();
  const word = pick(random, millionValues.words);
  const on = (sensors: readonly unknown[], said: Said) => ({ label: word, sensors, ...said });
  const classifier = (block: Parameters<typeof saidByClassifier>[3]) =>
    saidByClassifier(random, id, word, block);
  const onPicture = (said: Said) =>
    on(pixels, { ...said, sample: { chartType: 'image', imageDimensions: { width: 96, height: 96 } } });
  if (chance < 0.2) return on(motions, classifier({ id: 10, type: 'keras', beside: 'anomaly' }));
  if (chance < 0.35) return on(motions, classifier({ id: 12, type: 'keras', beside: 'anomaly-gmm' }));
  if (chance < 0.4) return on(motions, classifier({ id: 14, type: 'keras-akida' }));
  if (chance < 0.58) return on(sounds, classifier({ id: 15, type: 'keras-transfer-kws' }));
  if (chance < 0.7) return onPicture(classifier({ id: 16, type: 'keras-transfer-image' }));
  if (chance < 0.73) return onPicture(classifier({ id: 17, type: 'keras-akida-transfer-image' }));
  const detector = (type: string, lastLayer: string) =>
    on(pixels, saidByDetector(random, id, { id: 30, type, lastLayer }));
  if (chance < 0.78) return detector('keras-object-detection', 'fomo');
  if (chance < 0.83) return detector('keras-object-detection', 'mobilenet-ssd');
  if (chance < 0.85) return detector('keras-akida-object-detection', 'yolov2-akida');
  if (chance < 0.9) return on(pixels, saidByVisualAnomaly(random, id, word));
  if (chance < 0.92) return on(motions, saidByAnomaly(random, id, word));
  if (chance < 0.935) return on(motions, saidInWords(random, id, word, 'keras-freeform'));
  if (chance < 0.95) return on(pixels, saidInWords(random, id, word, 'vlm'));
  const label = pick(random, millionValues.numbers);
  return { label, sensors: motions, ...saidByRegression(random, id, label) };
}

function metadataOf(random: Random): Record<string, string> {
  const metadata: Record<string, string> = {};
  // Few have none at all.
  if (random() < 0.02) return metadata;
  for (const { key, values, share } of millionValues.metadataKeys) {
    if (random() < share) metadata[key] = pick(random, values);
  }
  return metadata;
}

const hexDigits = (random: Random) =>
  Math.floor(random() * 0x1_0000_0000)
    .toString(16)
    .padStart(8, '0');

/** One line of the run; the same random numbers give the same line. */
export function millionEntry(random: Random, id: number, share: number) {
  const { label, sensors, classifications, predictions, sample } = saidOf(random, id);
  const time = millionValues.firstAdded + Math.floor((share + random() * 0.02) * millionValues.addedWithin);
  const added = new Date(time).toISOString();
  const frequency = pick(random, millionValues.frequencies);
  const intervalMs = round(1000 / frequency);
  const name = `${pick(random, millionValues.stems)}.${id.toString(36)}.${hexDigits(random)}`;
  const valuesCount = 100 + Math.floor(random() * 4000);
  return {
    result: {
      sampleId: id,
      sample: {
        id,
        filename: name,
        signatureValidate: random() < 0.97,
        signatureMethod: 'HS256',
        created: added,
        lastModified: added,
        category: pick(random, millionValues.categories),
        coldstorageFilename: `7/testing/${name}.${hexDigits(random)}.cbor`,
        label,
        intervalMs,
        frequency,
        originalIntervalMs: intervalMs,
        originalFrequency: frequency,
        ...(random() < 0.97 && { deviceName: pick(random, millionValues.devices) }),
        deviceType: 'MADE_BOARD',
        sensors,
        valuesCount,
        totalLengthMs: round(valuesCount * intervalMs, 1),
        added,
        boundingBoxes: [],
        boundingBoxesType: 'object_detection',
        chartType: 'chart',
        isDisabled: random() < 0.03,
        isProcessing: false,
        processingError: false,
        isCropped: false,
        metadata: metadataOf(random),
        projectId: 7,
        projectName: 'A million samples',
        sha256Hash: Array.from({ length: 8 }, () => hexDigits(random)).join(''),
        datastreams: [],
        ...sample,
      },
      classifications,
    },
    predictions,
  };
}

/** Makes one line's record; the same random numbers give the same one. `share` is how far the run is, 0 to 1. */
type MakeEntry = (random: Random, id: number, share: number) => unknown;

/** The path of a made run of `count` samples in the bench's folder; made now if it was not there. */
export async function madeRun(
  name: string,
  count: number,
  seed: number,
  entryOf: MakeEntry,
): Promise<string> {
  const path = join(benchFolder, `${name}${count}-${seed}.jsonl`);
  if (existsSync(path)) return path;
  await mkdir(benchFolder, { recursive: true });
  const random = seededRandom(seed);
  const draft = `${path}.draft`;
  const file = createWriteStream(draft);
  const linesAtOnce = 500;
  for (let done = 0; done < count; done += linesAtOnce) {
    const lines: string[] = [];
    for (let index = done; index < Math.min(count, done + linesAtOnce); index++) {
      // Ids rise with gaps, as they do where samples were deleted.
      lines.push(`${JSON.stringify(entryOf(random, 1000 + index * 3, index / count))}\n`);
    }
    if (!file.write(lines.join(''))) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
  await rename(draft, path);
  return path;
}

/** The path of the uniform run: every record has the same members in the same order. */
export const madeMillion = (count: number, seed: number) => madeRun('', count, seed, millionEntry);
