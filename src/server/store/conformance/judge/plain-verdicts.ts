/** The verdicts of a record by a plain loop, written from their definition; the reference for the product's rules. */
import type { Verdict } from '../../../../domain/verdict';
import { boxVerdicts } from './plain-box-verdicts';
import { anomalyVerdict, classVerdict } from './plain-class-verdicts';
import type { BlockKind, JudgedRecord, Place } from './plain-record';
import { keyVerdicts, numberVerdicts } from './plain-value-verdicts';
import { placesOf } from './plain-windows';

const verdictsByKind: Record<BlockKind, (place: Place) => Verdict[]> = {
  classes: (place) => [classVerdict(place)],
  anomaly: (place) => [anomalyVerdict(place)],
  'picture-anomaly': (place) => [anomalyVerdict(place)],
  numbers: numberVerdicts,
  boxes: boxVerdicts,
  keys: keyVerdicts,
};

/** The verdicts of one window of one block. */
export const verdictsAt = (place: Place): Verdict[] => verdictsByKind[place.kind](place);

/**
 * All verdicts of a record, by window, then by block, then by key; the boxes of a picture are in no particular
 * order.
 */
export const plainVerdicts = (entry: JudgedRecord): Verdict[] => placesOf(entry).flatMap(verdictsAt);

/**
 * Verdicts in a form in which two lists of the same verdicts are equal: sorted by their words first, without
 * rounding. The reason of an unknown verdict is reduced to its presence, since its wording is not compared.
 */
export function comparableVerdict(verdicts: readonly Verdict[]) {
  const keyed = verdicts.map(({ unknownReason, ...verdict }) => {
    const { block, window, key, expected, said, result, kind, score, ...rest } = verdict;
    const place = `${String(block).padStart(12)} ${String(window).padStart(8)}`;
    const words = [key, expected, said, result, kind, score, ...Object.entries(rest).sort().flat()];
    return {
      text: `${place} ${JSON.stringify(words)}`,
      compared: { ...verdict, hasReason: unknownReason !== null },
    };
  });
  keyed.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  return keyed.map(({ compared }) => compared);
}
