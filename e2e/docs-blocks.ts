/** The parts of the README that are generated from the contract, so that they cannot become outdated. */
import { format, resolveConfig } from 'prettier';
import type { Endpoint } from '../src/contract/endpoints/endpoint';
import { endpoints } from '../src/contract/endpoints/endpoints';
import type { Field } from '../src/contract/field';
import { fieldNames, fields, sortKeys } from '../src/contract/fields';
import { importLimits } from '../src/contract/schemas/imports';
import { parameterLimits, type ParameterDoc } from '../src/contract/kinds/kind';
import { ownParameters, pageLimits, parametersOf } from '../src/contract/query';
import { queryParameters } from '../src/contract/query-parameters';
import { trialDoc } from '../src/contract/trial';
import { errorKinds } from '../src/contract/errors';
import { payloadRows, signalPoints } from '../src/contract/schemas/sample-answers';
import { metadataOptionLimits } from '../src/contract/schemas/studio';
import { summaryLimits } from '../src/contract/schemas/summary';
import { keyGroups, keyInWords } from '../src/dashboard/shell/key-list';
import { views } from '../src/dashboard/views/registry';
import type { View } from '../src/dashboard/views/view';
import { usage } from '../src/server/commands/command-line';
import { requestLimits } from '../src/server/http/guards/limits';
import { acquisitionLimits } from '../src/server/media/acquisition';
import { stretchLimits } from '../src/server/media/signal-work';
import { signalLimits } from '../src/server/media/signals';
import { soundLimits } from '../src/server/routes/sample-media';
import { uploadRate } from '../src/server/import/upload-files';

const code = (text: string) => `\`${text}\``;
const codes = (texts: readonly string[]) => texts.map(code).join(', ');
const count = (value: number) => value.toLocaleString('en');
const cell = (text: string) => text.replaceAll('|', '\\|');

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, heads.map(() => '---'), ...rows.map((row) => row.map(cell))];
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

function valueOf(field: Field): string {
  switch (field.kind) {
    case 'range': {
      const [min = '', max = ''] = field.parameters;
      const unit = field.unit === undefined ? '' : ` in ${field.unit}`;
      return `numbers${unit}: ${code(field.lower)} ${code(min)}, ${code('<')} ${code(max)}`;
    }
    case 'date':
      return 'ISO 8601: after the first, before the second';
    case 'choice': {
      const values = [
        ...(field.options ?? []),
        ...(field.everything === undefined ? [] : [field.everything]),
      ];
      const form = { list: 'JSON list', 'bare-list': 'JSON list, or one value', one: 'one value' }[
        field.form
      ];
      return values.length === 0 ? form : `${form}: ${codes(values)}`;
    }
    case 'text':
      return 'text';
    case 'flag':
      return `${code('true')} (${field.words[0]}), ${code('false')} (${field.words[1]})`;
    case 'metadata':
      return 'JSON list, see below';
  }
}

function fieldTable(): string {
  const filters = fieldNames.filter((name) => parametersOf(fields[name]).length > 0);
  const rows = filters.map((name) => {
    const field: Field = fields[name];
    return [field.title, codes(parametersOf(field)), valueOf(field), field.help];
  });
  return table(['Filter', 'Parameter', 'Value', 'What it keeps'], rows);
}

const ownNames: readonly string[] = ownParameters;

function allowedOf({ schema }: ParameterDoc): string {
  const { enum: values, minimum, maximum, default: unset, type } = schema;
  if (Array.isArray(values)) return codes(values.map(String));
  if (type === 'boolean') return codes(['true', 'false']);
  if (Array.isArray(type)) return 'number or text';
  if (type !== 'integer') return 'text';
  const range = typeof minimum === 'number' ? ` from ${count(minimum)}` : '';
  const end = typeof maximum === 'number' ? ` to ${count(maximum)}` : '';
  const without = typeof unset === 'number' ? `; unset: ${count(unset)}` : '';
  return `number${range}${end}${without}`;
}

function pagingTable(): string {
  const rows = queryParameters
    .filter(({ name }) => ownNames.includes(name) || name === trialDoc.name)
    .map((parameter) => [
      code(parameter.name),
      allowedOf(parameter),
      parameter.description.replace(sortKeys.join(', '), codes(sortKeys)),
    ]);
  return table(['Parameter', 'Value', 'Meaning'], rows);
}

const takes = { filters: 'the filters', run: 'the run', nothing: '' } as const;

function endpointTable(group: Endpoint['group']): string {
  const ofGroup = Object.values(endpoints).filter((endpoint) => endpoint.group === group);
  const rows = ofGroup.map((endpoint: Endpoint) => {
    const own = (endpoint.parameters ?? []).map(({ name }: ParameterDoc) => name);
    const parts = [takes[endpoint.takes], codes(own)].filter((part) => part !== '');
    return [code(`${endpoint.method.toUpperCase()} ${endpoint.path}`), parts.join(', '), endpoint.summary];
  });
  return table(['Endpoint', 'Takes', 'What it does'], rows);
}

function settingTable(): string {
  const rows = views.flatMap(({ title, settings }: View) =>
    settings.map(({ name, oldName, allowed, help }) => {
      const names = [code(name), ...(oldName === undefined ? [] : [`before: ${code(oldName)}`])];
      return [names.join(', '), title, allowed, help];
    }),
  );
  return table(['Parameter', 'View', 'Value', 'Meaning'], rows);
}

function keyTable(): string {
  const rows = keyGroups.flatMap(({ where, entries }) =>
    entries.map(({ title, keys }) => [codes(keys.map(keyInWords)), title, where.toLowerCase()]),
  );
  return table(['Key', 'What it does', 'Where'], rows);
}

const binarySize = (bytes: number) => {
  const size = bytes / 1024 ** 2;
  return size < 1024 ? `${count(size)} MiB` : `${count(size / 1024)} GiB`;
};

function limitTable(): string {
  return table(
    ['What', 'At most'],
    [
      ['Samples in one page', count(pageLimits.most)],
      ['Characters in one filter value', count(parameterLimits.textLength)],
      ['Values in one filter', count(parameterLimits.listLength)],
      ['Characters in an address', count(requestLimits.addressLength)],
      ['Values listed of a facet', count(summaryLimits.facetValues)],
      ['Metadata keys listed', count(summaryLimits.metadataKeys)],
      [
        'Keys, and values of each, in metadata-filter-options',
        `${count(metadataOptionLimits.keys)}, ${count(metadataOptionLimits.values)}`,
      ],
      ['Labels in the matrix, and in the figures of classify/all/result', count(summaryLimits.matrixLabels)],
      ['Rows of raw values in one answer', count(payloadRows.most)],
      [
        'Points per sensor in one signal',
        `${count(signalPoints.most)}, and ${count(signalPoints.values)} of all sensors`,
      ],
      ['One signal file of JSON', binarySize(acquisitionLimits.bytes)],
      ['Rows times sensors in such a file', count(acquisitionLimits.values)],
      [
        'Milliseconds between readings in such a file',
        `${acquisitionLimits.leastInterval} to ${count(acquisitionLimits.mostInterval)}`,
      ],
      ['Values of a sound read for one signal', count(stretchLimits.values)],
      ['Values in a sound made of a signal', count(soundLimits.values)],
      ['Time for one query', `${requestLimits.queryMilliseconds / 1000} s`],
      [
        'Queries at the same time',
        `${requestLimits.queries} that look through samples, ${requestLimits.quickQueries} others, and ${requestLimits.waiting} that wait up to ${requestLimits.waitMilliseconds / 1000} s`,
      ],
      [
        'Signals and sounds read at the same time',
        `${signalLimits.queries}, and ${signalLimits.waiting} that wait up to ${requestLimits.waitMilliseconds / 1000} s`,
      ],
      ['One imported record, or one line of JSON Lines', binarySize(importLimits.recordBytes)],
      ['Nesting in an imported record', count(importLimits.depth)],
      [
        `Time for ${uploadRate.bytes / 1024} KiB of an upload`,
        `${uploadRate.windowMilliseconds / 1000} s; two such times with less in a row end it`,
      ],
      ['One import, unpacked', binarySize(importLimits.unpackedBytes)],
      ['Windows in one sample', count(importLimits.windowsPerSample)],
      ['Metadata keys in one sample', count(importLimits.metadataKeysPerSample)],
      ['Different metadata keys in one run', count(importLimits.metadataKeysPerRun)],
    ],
  );
}

function statusTable(): string {
  const rows = Object.values(errorKinds).map(({ status, meaning }) => [String(status), meaning]);
  return table(['Status', 'Meaning'], rows);
}

/** The contents between `<!-- name -->` and `<!-- /name -->`, by name. */
const docsBlocks = {
  fields: fieldTable,
  paging: pagingTable,
  'studio-endpoints': () => endpointTable('studio'),
  'second-look-endpoints': () => endpointTable('second-look'),
  errors: statusTable,
  settings: settingTable,
  keys: keyTable,
  'command-line': () => `\`\`\`text\n${usage}\`\`\``,
  limits: limitTable,
} as const;

/**
 * The README with every block regenerated, formatted by Prettier. Throws if it does not contain the markers of a
 * block.
 */
export async function withCurrentBlocks(readme: string, path: string): Promise<string> {
  let text = readme;
  for (const [name, make] of Object.entries(docsBlocks)) {
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const start = text.indexOf(open);
    const end = text.indexOf(close);
    if (start < 0 || end < start) throw new Error(`${path} needs a block from ${open} to ${close}.`);
    text = `${text.slice(0, start + open.length)}\n\n${make()}\n\n${text.slice(end)}`;
  }
  return format(text, { ...(await resolveConfig(path)), parser: 'markdown' });
}
