/** The samples and queries of the suite of all stores, with what each query must keep. */
import { entryOf, sampleEntry, scored } from './store-fixtures';

const items = (...list: unknown[]) => `metadata=${encodeURIComponent(JSON.stringify(list))}`;
/** A parameter with a JSON list. */
export const listOf = (name: string, ...values: string[]) =>
  `${name}=${encodeURIComponent(JSON.stringify(values))}`;

/** Ten samples that every filter and sort parts in its own way. */
export const samples = [
  sampleEntry(
    10,
    {
      filename: 'Walk_1.wav',
      label: 'idle',
      deviceName: 'Board A',
      category: 'testing',
      totalLengthMs: 1000,
      frequency: 100,
      added: '2024-01-01T00:00:00.000Z',
      signatureValidate: true,
      metadata: { site: 'north', floor: '1' },
      sensors: [{ name: 'audio' }],
    },
    [['idle', true]],
    scored({ idle: 0.9, wave: 0.1 }),
  ),
  sampleEntry(
    2,
    {
      filename: 'walk%2.wav',
      label: 'wave',
      deviceName: 'board b',
      category: 'training',
      totalLengthMs: 2000,
      frequency: 50,
      added: '2024-01-02T00:00:00.000Z',
      signatureValidate: false,
      metadata: { site: 'south' },
      chartType: 'image',
      boundingBoxes: [{ label: 'cup', x: 0, y: 0, width: 1, height: 1 }],
    },
    [
      ['idle', false],
      ['wave', true],
      ['wave', true],
    ],
    [
      ...scored({ idle: 0.5, wave: 0.4 }, { wave: 0.8 }, { wave: 0.7 }),
      { learnBlock: { id: 2, type: 'anomaly' }, result: [{}, { anomaly: 2.5 }, { anomaly: -1 }] },
    ],
  ),
  sampleEntry(
    33,
    {
      filename: 'caf\u00e9.wav',
      label: '3.5',
      isDisabled: true,
      metadata: {},
      structuredLabels: [{ startIndex: 0, endIndex: 4, label: 'idle' }],
      structuredLabelsList: ['wave', 'idle'],
    },
    [['3.4', null]],
  ),
  sampleEntry(4, {
    filename: 'CAFE\u0301 two.wav',
    label: '-7',
    totalLengthMs: 2000,
    metadata: { floor: '2' },
  }),
  sampleEntry(5, { label: 'Idle', metadata: { site: 'north', note: '33 steps' } }, [['idle', true]]),
  sampleEntry(6, {}),
];

/** What each query keeps, and in which order. */
export const queries: [about: string, query: string, ids: number[]][] = [
  ['nothing set', '', [2, 4, 5, 6, 10, 33]],
  ['label, exactly', listOf('labels', 'idle'), [10, 33]],
  ['label in a list or a box', listOf('labels', 'cup', 'Idle'), [2, 5]],
  ['a label that no sample has', listOf('labels', 'nobody'), []],
  ['outcome', 'outcome=incorrect', [2]],
  ['outcomes', listOf('outcome', 'correct', 'unknown'), [4, 5, 6, 10, 33]],
  ['a prediction of any window', 'predictions=idle', [2, 5, 10]],
  ['the most frequent prediction', 'said=wave', [2]],
  ["the sample's own label", 'expected=idle', [10]],
  ['minConfidence takes in its bound', 'minConfidence=0.5', [2, 10]],
  ['maxConfidence leaves its bound out', 'maxConfidence=0.5', []],
  ['the shakiest window decides', 'minConfidence=0.51', [10]],
  ['the highest anomaly score', 'minAnomaly=2.5', [2]],
  ['minLength leaves its bound out', 'minLength=1000', [2, 4]],
  ['maxLength leaves its bound out', 'maxLength=2000', [10]],
  ['frequency', 'minFrequency=50&maxFrequency=101', [10]],
  ['dates', 'minDate=2024-01-01', [2]],
  ['dates, before', 'maxDate=2024-01-02T00:00:00Z', [10]],
  ['ids', 'minId=4&maxId=10', [4, 5, 6]],
  ['bounds past every whole number of a database', 'minId=-1e300&maxId=1e21&maxLength=1e19', [2, 4, 10]],
  ['labels as numbers', 'minLabel=-7&maxLabel=3.5', [4]],
  ['signature', 'signatureValidity=invalid', [2]],
  ['signature, both', 'signatureValidity=both', [2, 4, 5, 6, 10, 33]],
  ['data type', 'dataType=audio', [10]],
  ['data type by chart', 'dataType=image', [2]],
  ['disabled', 'disabled=true', [33]],
  ['enabled', 'disabled=false', [2, 4, 5, 6, 10]],
  ['device, exactly', 'devices=board b', [2]],
  ['category', 'category=testing', [10]],
  ['file name in any case', 'filename=WALK', [2, 10]],
  ['% is an ordinary character', `filename=${encodeURIComponent('k%2')}`, [2]],
  ['_ is an ordinary character', 'filename=k_1', [10]],
  ['* is an ordinary character', 'filename=*', []],
  ['file name, composed or not', 'filename=cafe\u0301', [4, 33]],
  ['search: every term', 'search=wave board', [2]],
  ['search: the id or a text', 'search=33', [5, 33]],
  ['search: the id', 'search=4', [4]],
  ['search: the id as a whole', 'search=0', []],
  ['search: a metadata value', 'search=NORTH', [5, 10]],
  ['search: never across two texts', 'search=wavidle', []],
  ['filters combine with AND', 'labels=["idle"]&outcome=correct', [10]],
  ['metadata eq', items({ key: 'site', op: 'eq', values: ['north'] }), [5, 10]],
  ['metadata eq without values', items({ key: 'site', op: 'eq' }), [2, 5, 10]],
  ['metadata eq with empty values', items({ key: 'site', op: 'eq', values: [] }), [2, 5, 10]],
  ['metadata neq', items({ key: 'site', op: 'neq', values: ['north'] }), [2, 4, 6, 33]],
  ['metadata neq without values', items({ key: 'site', op: 'neq' }), [4, 6, 33]],
  ['metadata exclude', items({ key: 'site', op: 'eq', exclude: ['north'] }), [2]],
  [
    'metadata values and exclude',
    items({ key: 'site', op: 'eq', values: ['north', 'south'], exclude: ['south'] }),
    [5, 10],
  ],
  ['metadata: a key that no sample has', items({ key: 'none', op: 'eq' }), []],
  ['metadata: lacking a key that no sample has', items({ key: 'none', op: 'neq' }), [2, 4, 5, 6, 10, 33]],
  ['no metadata', items({ no_metadata: true }), [6, 33]],
  [
    'metadata items are alternatives',
    items({ key: 'site', op: 'eq', values: ['south'] }, { key: 'floor', op: 'eq', values: ['2'] }),
    [2, 4],
  ],
  [
    'metadata "and"',
    items(
      { key: 'site', op: 'eq', values: ['north'] },
      { key: 'floor', op: 'eq' },
      { filters_combinator: 'and' },
    ),
    [10],
  ],
  [
    'metadata "and" with no_metadata',
    items({ key: 'site', op: 'neq' }, { no_metadata: true }, { filters_combinator: 'and' }),
    [6, 33],
  ],
  [
    'metadata "or" said outright takes in samples with other keys only',
    items({ key: 'site', op: 'eq', values: ['south'] }, { filters_combinator: 'or' }),
    [2, 4],
  ],
  [
    'metadata "or" with no_metadata',
    items({ key: 'floor', op: 'eq', values: ['1'] }, { no_metadata: true }, { filters_combinator: 'or' }),
    [2, 5, 6, 10, 33],
  ],
  ['sort by text, regardless of case, none last', 'sort=label', [4, 33, 5, 10, 2, 6]],
  ['the same turned round, none last still', 'sort=-label', [2, 10, 5, 33, 4, 6]],
  ['sort by number, ties by id', 'sort=length', [10, 2, 4, 5, 6, 33]],
  ['sort by number turned round, ties by id', 'sort=-length', [2, 4, 10, 5, 6, 33]],
  ['sort by two', 'sort=-length,-id', [4, 2, 10, 33, 6, 5]],
  ['sort by id turned round', 'sort=-id', [33, 10, 6, 5, 4, 2]],
  ['sort by file name', 'sort=filename', [4, 33, 2, 10, 5, 6]],
  ['sort by device', 'sort=-device', [2, 10, 4, 5, 6, 33]],
  ['sort by outcome', 'sort=outcome', [5, 10, 2, 4, 6, 33]],
  ['sort by confidence', 'sort=confidence', [2, 10, 4, 5, 6, 33]],
  ['sort by when it was added', 'sort=-added', [2, 10, 4, 5, 6, 33]],
  ['sort by category', 'sort=-category', [2, 10, 4, 5, 6, 33]],
  ['sort by prediction', 'sort=prediction', [33, 5, 10, 2, 4, 6]],
  ['a sort and a filter', 'sort=-length&minLength=1000', [2, 4]],
  ['a stretch of the rows', 'limit=2&offset=3', [6, 10]],
  ['a stretch of the sorted rows', 'sort=-id&limit=2&offset=3', [5, 4]],
];

/** Entries whose bytes JSON would write otherwise: order, spaces, large numbers, unknown fields, odd text. */
export const exactEntries = [
  entryOf(
    { sampleId: 1, sample: { id: 1, label: 'a\u0000b', metadata: { k: '\ud800' } }, classifications: [] },
    [{ sampleId: 1, prediction: 'x' }],
    {
      result:
        '{ "unknown":9007199254740993, "sampleId":1,"sample":{"label":"a\\u0000b","id":1,"metadata":{"k":"\\ud800","__proto__":"p"}},"classifications":[] }',
      predictions: '{"sampleId":1,  "prediction":"x","big":1e400}',
    },
  ),
  entryOf({ sampleId: 2, sample: { id: 2, label: '__proto__' }, classifications: [] }, [], {
    result:
      '{"sampleId":2,"sample":{"id":2,"label":"__proto__","__proto__":{"polluted":true}},"classifications":[]}',
  }),
  entryOf({ sampleId: 2 ** 53 - 1, sample: { id: 2 ** 53 - 1, label: '😀 名' }, classifications: [] }),
];
