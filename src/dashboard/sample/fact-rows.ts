/** The facts about a sample apart from its data, one row each, as text. */
import { isolatedText } from '../../contract/isolated-text';
import { fields } from '../../contract/fields';
import type { SampleRecord } from '../../contract/schemas/sample';
import { formatCount, formatDate, formatLength } from '../ui/numbers-in-words';
import { hertzWords, unitWords } from './media/signal-axes';

export interface FactRow {
  name: string;
  text: string;
  /** The full text, if the displayed one is shortened. */
  title?: string;
  /** A filter for the samples that share the value. */
  filter?: { field: 'label' | 'device' | 'category'; value: string };
  /** The text to copy. */
  copy?: string;
}

const isBlank = (text: unknown) => typeof text !== 'string' || text === '';
/** Unsigned exports have a signature of zeros, and "none" as its method. */
const isZero = (text: unknown) => typeof text === 'string' && /^0+$/.test(text);

/** The signature in words. One that is absent or all zeros means unsigned, which does not indicate tampering. */
export function signatureWords(sample: SampleRecord): string {
  const { signatureValidate, signatureMethod, signatureKey } = sample;
  const signature = sample['signature'];
  const isUnsigned =
    signatureMethod === 'none' ||
    isZero(signatureKey) ||
    isZero(signature) ||
    (isBlank(signatureKey) && isBlank(signature) && isBlank(signatureMethod));
  if (isUnsigned) return 'unsigned';
  const method = isBlank(signatureMethod) ? '' : ` (${isolatedText(signatureMethod ?? '')})`;
  if (signatureValidate === true) return `valid${method}`;
  return signatureValidate === false ? `invalid${method}` : `not checked${method}`;
}

/** With more sensors than this, only their number is shown. */
const mostSensors = 50;

function sensorWords({ sensors }: SampleRecord): string {
  const all = sensors ?? [];
  const words = all.slice(0, mostSensors).map(({ name, units }) => {
    const unit = isolatedText(unitWords(units ?? ''));
    const sensor = isolatedText(name ?? '');
    return unit === '' ? sensor : `${sensor} (${unit})`;
  });
  if (all.length > mostSensors) words.push(`${formatCount(all.length - mostSensors)} more`);
  return words.join(', ');
}

function deviceRow({ deviceName, deviceType }: SampleRecord): FactRow | null {
  const type = isBlank(deviceType) || deviceType === 'unknown' ? '' : (deviceType ?? '');
  if (deviceName === null || deviceName === undefined || deviceName === '') {
    return type === '' ? null : { name: 'device', text: type };
  }
  return {
    name: 'device',
    text: type === '' ? deviceName : `${isolatedText(deviceName)}, ${isolatedText(type)}`,
    filter: { field: 'device', value: deviceName },
  };
}

const some = (name: string, text: string | null): FactRow | null =>
  text === null || text === '' ? null : { name, text };

/** The rows for which the sample has a value. */
export function factRows(sample: SampleRecord): FactRow[] {
  const { label, category, imageDimensions, valuesCount, totalLengthMs, frequency } = sample;
  const added = fields.added.from(sample);
  const hash = sample['sha256Hash'];
  const rows: (FactRow | null)[] = [
    isBlank(label)
      ? null
      : { name: 'label', text: label ?? '', filter: { field: 'label', value: label ?? '' } },
    deviceRow(sample),
    isBlank(category)
      ? null
      : { name: 'category', text: category ?? '', filter: { field: 'category', value: category ?? '' } },
    added === null ? null : { name: 'added', text: formatDate(added), title: sample.added ?? '' },
    some('length', totalLengthMs ? formatLength(totalLengthMs) : null),
    some('frequency', frequency ? hertzWords(frequency) : null),
    some('sensors', sensorWords(sample)),
    some('values', valuesCount && valuesCount > 1 ? formatCount(valuesCount) : null),
    some('picture', imageDimensions ? `${imageDimensions.width} × ${imageDimensions.height}` : null),
    some('signature', signatureWords(sample)),
    some('use', sample.isDisabled === true ? 'disabled: left out of training and testing' : null),
    { name: 'ID', text: String(sample.id), copy: String(sample.id) },
    typeof hash === 'string' && hash !== '' ? { name: 'SHA-256', text: hash, copy: hash } : null,
  ];
  return rows.filter((row) => row !== null);
}
