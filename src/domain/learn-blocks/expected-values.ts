/** The values that are expected of a window, key by key. */
import type { SampleRecord, StructuredLabel } from '../../contract/sample';
import { isRecord } from '../is-record';

/** Those of the window's own label, where it has some, else the sample's. */
export function expectedValues(
  label: StructuredLabel | undefined,
  sample: SampleRecord,
): Readonly<Record<string, unknown>> {
  const ofWindow = label?.labelMap;
  if (isRecord(ofWindow) && isRecord(ofWindow.labels)) return ofWindow.labels;
  return sample.labelMap?.labels ?? {};
}
