/** Compares the product's rules with the reference implementation on a record; there should be no differences. */
import type { SampleEntry } from '../../../contract/schemas/result-page';
import type { Trial } from '../../../contract/trial';
import { rulesUnder } from '../../../domain/outcome-rules';
import { sampleFacts } from '../../../domain/sample-values';
import type { Verdict } from '../../../domain/verdict';
import { underTrial } from './judge/plain-record';
import { plainSampleValues } from './judge/plain-sample-values';
import { comparableVerdict, plainVerdicts } from './judge/plain-verdicts';

/** Equal, or different only by rounding. */
const isNear = (one: unknown, other: unknown) =>
  typeof one === 'number' && typeof other === 'number' ? Math.abs(one - other) <= 1e-9 : one === other;

/** The members that differ, with the values of the rules and of the reference. */
function differences(ofRules: object, ofJudge: object): string[] {
  const judged = new Map<string, unknown>(Object.entries(ofJudge));
  return Object.entries(ofRules).flatMap(([name, value]: [string, unknown]) => {
    const other = judged.get(name);
    return isNear(value, other) ? [] : [`${name}: ${JSON.stringify(value)}, judge: ${JSON.stringify(other)}`];
  });
}

/** All differences in the verdicts on a record and in the values of its sample, optionally under a trial. */
export function disagreements(given: SampleEntry, trial: Trial = []): string[] {
  const { values, verdicts } = sampleFacts(given, rulesUnder(trial));
  const entry = underTrial(given, trial);
  const judged = plainVerdicts(entry);
  const ofJudge = comparableVerdict(judged);
  const ofRules = comparableVerdict(verdicts);
  if (ofRules.length !== ofJudge.length) return [`${ofRules.length} verdicts, judge: ${ofJudge.length}`];
  const orderOf = (list: readonly Verdict[]) =>
    JSON.stringify(list.map((one) => [one.window, one.block, one.key]));
  if (orderOf(verdicts) !== orderOf(judged))
    return [`in the order ${orderOf(verdicts)}, judge: ${orderOf(judged)}`];
  const { wrong, margin, error, worst, confidence, anomaly, f1, outcome, prediction } = values;
  const numbers = { wrong, margin, error, worst, confidence, anomaly, f1 };
  const ofSample = { ...numbers, outcome: outcome.main, prediction: prediction.main };
  return [
    ...ofRules.flatMap((verdict, at) => differences(verdict, ofJudge[at] ?? {})),
    ...differences(ofSample, plainSampleValues(entry, judged)),
  ];
}
