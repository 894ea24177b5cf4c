/** The values of a row's cells, read from its entry once. */
import type { SampleEntry } from '../../../contract/result-page';
import type { OutcomeRules } from '../../../domain/outcome-rules';
import { sampleFacts, type SampleFacts } from '../../../domain/sample-values';
import { entryWindows, type WindowPrediction } from '../../../domain/windows';

export interface RowFacts extends SampleFacts {
  entry: SampleEntry;
  windowList: readonly WindowPrediction[];
}

const known = new WeakMap<SampleEntry, RowFacts>();

/** Kept as long as the page that the entry belongs to is, with the rules that it was first shown by. */
export function rowFacts(entry: SampleEntry, rules: OutcomeRules): RowFacts {
  const before = known.get(entry);
  if (before !== undefined) return before;
  const facts = { ...sampleFacts(entry, rules), entry, windowList: entryWindows(entry, rules) };
  known.set(entry, facts);
  return facts;
}
