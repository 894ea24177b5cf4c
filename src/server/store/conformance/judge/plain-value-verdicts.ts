/** The verdicts of regression blocks and of blocks that predict values by key. */
import type { Verdict } from '../../../../domain/verdict';
import {
  distanceBetween,
  emptyVerdict,
  expectedByKey,
  expectedLabel,
  isNumber,
  jobAt,
  readNumber,
  resultOf,
  thresholdOf,
  tolerance,
  wordOrNull,
  wordsByKey,
  type Place,
} from './plain-record';

const unjudged = 'The job did not judge this prediction';

/** A verdict from the difference to the expected number. */
function byError(place: Place, key: string | null, said: number | null, expected: number | null): Verdict {
  const verdict: Verdict = { ...emptyVerdict(place), key, isNumber: true };
  const limit = thresholdOf(place.block);
  if (said !== null && expected !== null) verdict.error = distanceBetween(said, expected);
  if (verdict.error === null) verdict.unknownReason = 'There is no expected number, or none was said';
  else if (limit === null) verdict.unknownReason = 'The block has no maximum error';
  else verdict.result = resultOf(verdict.error <= limit + tolerance);
  return verdict;
}

function byJob(place: Place, verdict: Verdict): Verdict {
  const result = resultOf(jobAt(place)?.predictionCorrect);
  return { ...verdict, result, unknownReason: result === 'unknown' ? unjudged : null };
}

/** The outputs of one window: all its numbers except the score of an anomaly block. */
export const outputsOf = ({ block, window }: Place): [name: string, value: number][] =>
  Object.entries(block.result?.[window] ?? {}).flatMap(([name, value]): [string, number][] =>
    isNumber(value) && name !== 'anomaly' ? [[name, value]] : [],
  );

/** The outputs of one window that each have an expected number; `null` if the window is one verdict. */
function outputsOfTheirOwn(place: Place): { key: string; said: number; expected: number }[] | null {
  const outputs = outputsOf(place);
  const expected = expectedByKey(place);
  const found = outputs.flatMap(([key, said]) => {
    const number = readNumber(expected.get(key));
    return number !== null ? [{ key, said, expected: number }] : [];
  });
  return outputs.length > 1 && found.length === outputs.length ? found : null;
}

/** The verdicts of one window of a regression block. */
export function numberVerdicts(place: Place): Verdict[] {
  const outputs = outputsOf(place).map(([, value]) => value);
  const ofTheirOwn = outputsOfTheirOwn(place);
  let verdicts: Verdict[];
  if (ofTheirOwn !== null) {
    verdicts = ofTheirOwn.map(({ key, said, expected }) => byError(place, key, said, expected));
  } else {
    const said = outputs.length === 1 ? (outputs[0] ?? null) : null;
    const computed = byError(place, null, said, said === null ? null : readNumber(expectedLabel(place)));
    verdicts = [jobAt(place) === null ? computed : byJob(place, computed)];
  }
  return verdicts.map((verdict) => ({ ...verdict, kind: verdict.result === 'incorrect' ? 'outside' : null }));
}

function keyVerdict(
  place: Place,
  key: string,
  expected: string | undefined,
  said: string | undefined,
): Verdict {
  const verdict: Verdict = {
    ...emptyVerdict(place),
    key,
    expected: expected === undefined ? null : `${key}: ${expected}`,
    said: said === undefined ? null : `${key}: ${said}`,
  };
  if (expected === undefined) verdict.unknownReason = 'No value is expected of this key';
  else verdict.result = resultOf(expected === said);
  if (verdict.result === 'incorrect') verdict.kind = said === undefined ? 'missed' : 'confused';
  return verdict;
}

/** The verdict of a window whose prediction is one text without keys. */
function textVerdict(place: Place): Verdict {
  const said = wordOrNull(jobAt(place)?.prediction);
  const verdict = byJob(place, { ...emptyVerdict(place), expected: expectedLabel(place), said });
  if (verdict.result === 'incorrect') verdict.kind = said === null ? 'missed' : 'confused';
  return verdict;
}

/** The verdicts of one window of a freeform or label-map block: one per key. */
export function keyVerdicts(place: Place): Verdict[] {
  const { block, window, prediction } = place;
  const expected = expectedByKey(place);
  // Under a trial, the job's map is only used if the record has none.
  const ofBlock = block.labelMapResult?.[window];
  const map = jobAt(place)?.labelMapPredictions ?? ofBlock ?? prediction?.labelMapPredictions;
  const said = wordsByKey(map ?? block.result?.[window]);
  const keys = [...new Set([...said.keys(), ...expected.keys()])];
  if (keys.length === 0 && jobAt(place) !== null) return [textVerdict(place)];
  return keys.map((key) => keyVerdict(place, key, expected.get(key), said.get(key)));
}
