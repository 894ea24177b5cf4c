/** The expected values of a window, by key. */
import type { SampleRecord, StructuredLabel } from '../../contract/schemas/sample';
import { isRecord } from '../is-record';

/** The values of the window's own label if it has any, otherwise the sample's. */
export function expectedValues(
  label: StructuredLabel | undefined,
  sample: SampleRecord,
): Readonly<Record<string, unknown>> {
  const ofWindow = label?.labelMap;
  if (isRecord(ofWindow) && isRecord(ofWindow.labels)) return ofWindow.labels;
  return sample.labelMap?.labels ?? {};
}
