/** The strict parser compared with JSON.parse, and its message for each kind of fault. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonFault } from './json-fault';

const fault = (text: string) => jsonFault(Buffer.from(text));

/** Whether bytes are JSON in UTF-8; here, objects with a duplicate name count as JSON. */
function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    return true;
  } catch {
    return false;
  }
}

describe('jsonFault', () => {
  it('finds nothing in what JSON.parse accepts', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('', '  '), (value, indent) => {
        expect(fault(JSON.stringify(value, null, indent))).toBeUndefined();
      }),
    );
  });

  it('finds a fault in bytes with one byte changed exactly if JSON.parse refuses them', () => {
    const text = '{"a":[1.5e3,-0,{"b":"x\\u00e9\\n\\"é","c":[true,false,null]}],"d":{}}';
    fc.assert(
      fc.property(fc.nat(Buffer.byteLength(text) - 1), fc.nat(255), (at, byte) => {
        const bytes = Buffer.from(text);
        bytes[at] = byte;
        const found = jsonFault(bytes);
        if (found?.reason.includes('stands twice') === true) return;
        expect(found === undefined).toBe(isJson(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['{"a":[{"b":NaN}]}', 11, ['a', 0, 'b'], 'NaN is no value that JSON has'],
    ['{"a":-Infinity}', 5, ['a'], '-Infinity is no value that JSON has'],
    ['{"a":01}', 5, ['a'], '01 is no value that JSON has'],
    ['{"a":1,"b":2,"a":3}', 13, [], 'the name "a" stands twice in one object'],
    ['{"a":1,"\\u0061":3}', 7, [], 'the name "a" stands twice'],
    ['{"a":"x\ny"}', 7, ['a'], 'inside a text, where it must be written as an escape'],
    ['{"a":"\\x"}', 6, ['a'], 'this escape is none of JSON'],
    ['{"a":"\\u12g4"}', 6, ['a'], 'four hexadecimal digits'],
    ['{"a":[1}', 7, ['a', 0], 'found "}" where a "," or "]" should stand'],
    ['{"a":{"b":1]}', 11, ['a', 'b'], 'found "]" where a "," or "}" should stand'],
    ["{'a':1}", 1, [], 'where a name in double quotes should stand'],
    ['{"a":1}x', 7, [], 'where nothing more should stand'],
  ])('says for %s where it is wrong and why', (text, byte, path, reason) => {
    const found = fault(text);
    expect(found).toMatchObject({ byte, path });
    expect(found?.reason).toContain(reason);
  });

  it('names the first byte that is not UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"gut é'), Buffer.from([0xe9]), Buffer.from(' x"}')]);
    expect(jsonFault(bytes)).toMatchObject({ byte: 12, path: ['a'] });
    const surrogate = Buffer.concat([
      Buffer.from('{"a":"'),
      Buffer.from([0xed, 0xa0, 0x80]),
      Buffer.from('"}'),
    ]);
    expect(jsonFault(surrogate)?.reason).toContain('not valid UTF-8');
  });
});
