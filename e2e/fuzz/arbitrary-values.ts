/** Arbitraries for input from users, programs and attackers: unusual texts, JSON and parameters. */
import fc from 'fast-check';

/** Texts that have broken other software. */
const known = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'null',
  'undefined',
  'NaN',
  'true',
  '0',
  '-0',
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
  '"; DROP TABLE samples; --',
  "' OR 1=1 --",
  '%',
  '_',
  '*',
  '%00',
  '%2e%2e%2f',
  '../../etc/passwd',
  'a\\b/c',
  '\u0000',
  'a\u0000b',
  '\u0001\u0007\u001b[31m',
  '\r\nset-cookie: a=b',
  '\t\n',
  '\u007f\u0085\u00a0\u2028\u2029\ufeff',
  '\u202eevil\u202c',
  'שלום عليكم',
  '👩‍👩‍👧‍👦🏴‍☠️',
  'e\u0301',
  '\u00e9',
  'İıſK',
  'ß',
  '\ud800',
  'a\udc00b',
  '\uffff\ufffd',
  '[',
  '["a"]',
  '{}',
  ',',
  '&a=b#c?d;e',
  '+',
  'anomaly',
  'uncertain',
  '🂡'.repeat(200),
];

/** A text of any characters, sometimes ill-formed, sometimes long. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...known) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }).map((part) => part.repeat(120)),
  },
);

/** Numbers that JSON allows and that parsers may handle incorrectly. */
export const oddNumber = fc.constantFrom(
  '0',
  '-0',
  '-0.0',
  '1E+2',
  '1e400',
  '-1e400',
  '1e-400',
  '5e-324',
  '9007199254740991',
  '9007199254740992',
  '9007199254740993',
  '-9007199254740993',
  '12345678901234567890',
  '0.1e1',
  '1.0',
  '1e21',
  '0.30000000000000004',
  '2147483648',
  '4294967296',
);

/** Texts that only look like JSON. */
const brokenJson = fc.constantFrom(
  'NaN',
  'Infinity',
  '-Infinity',
  'undefined',
  '01',
  '+1',
  '.5',
  '1.',
  "'a'",
  '"a',
  '"\\x"',
  '"\\u12"',
  '"\u0000"',
  '"\n"',
  '[1,]',
  '{"a":1,}',
  '{a:1}',
  '{"a" 1}',
  '/* c */1',
  '',
);

const nested = fc
  .record({ depth: fc.constantFrom(1, 50, 190, 199, 200, 201, 400, 20_000), isList: fc.boolean() })
  .map(({ depth, isList }) =>
    isList ? '['.repeat(depth) + ']'.repeat(depth) : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
  );

/** The text of one JSON value, usually well-formed. */
export const jsonText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: oddText.map((text) => JSON.stringify(text)) },
  { weight: 4, arbitrary: oddNumber },
  { weight: 3, arbitrary: fc.constantFrom('null', 'true', 'false', '[]', '{}', '[null]', '{"":0}') },
  { weight: 3, arbitrary: fc.json({ stringUnit: 'binary', maxDepth: 4 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '{"__proto__":{"polluted":true}}',
      '{"constructor":{"prototype":1}}',
      '{"a":1,"a":2}',
      '{"a":1,"\\u0061":2}',
      '"\\ud800"',
      '"\\u0000"',
    ),
  },
  { weight: 1, arbitrary: nested },
  { weight: 1, arbitrary: brokenJson },
);

/** The text of a parameter of any kind: valid, nearly valid, or anything. */
export const parameterText: fc.Arbitrary<string> = fc.oneof(
  oddText,
  oddNumber,
  jsonText,
  fc.array(oddText, { maxLength: 3 }).map((list) => JSON.stringify(list)),
  fc.constantFrom(
    '1',
    '100',
    '0.5',
    '-1',
    'true',
    'false',
    'incorrect',
    'valid',
    'both',
    'image',
    'int8',
    'id,-label',
    '["idle","wave"]',
    '2024-01-01',
    '2024-02-30T24:61',
    '+275760-09-13T00:00:00.001Z',
  ),
  fc
    .array(
      fc.record(
        {
          key: oddText,
          op: fc.constantFrom('eq', 'neq', 'like'),
          values: fc.array(oddText, { maxLength: 2 }),
          exclude: fc.array(oddText, { maxLength: 2 }),
        },
        { requiredKeys: ['key', 'op'] },
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((items) => JSON.stringify(items)),
);
