/** The scanner compared with JSON.parse, on pieces of any size, and its refusals. */
import fc from 'fast-check';
import { Refused, type JsonPath } from '../fault';
import { describe, expect, it } from 'vitest';
import { JsonScanner, type JsonVisitor } from './json-scanner';

const limits = { recordBytes: 1 << 20, depth: 100 };

interface Seen {
  path: JsonPath;
  text: string;
  byte: number;
  members: number;
}

/** The values that a scanner reports in a text, entering every container up to `depth`. */
function scan(bytes: Buffer, pieces: readonly number[], depth: number, given = limits): Seen[] {
  const seen: Seen[] = [];
  const visitor: JsonVisitor = {
    enters: (path) => path.length < depth,
    value: (path, value, byte, members) => {
      seen.push({ path: [...path], text: Buffer.from(value).toString(), byte, members });
    },
  };
  const scanner = new JsonScanner(visitor, given);
  let at = 0;
  try {
    for (const size of pieces) {
      scanner.push(bytes.subarray(at, at + size));
      at += size;
    }
    scanner.push(bytes.subarray(at));
    scanner.end('file');
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { path, byte, reason } = error.fault;
    throw new Error(`${path.join('/')} @${byte}: ${reason}`, { cause: error });
  }
  return seen;
}

const scanText = (text: string, depth = 2) => scan(Buffer.from(text), [], depth);

const membersIn = (value: unknown): number =>
  typeof value !== 'object' || value === null
    ? 0
    : Object.values(value).reduce<number>(
        (sum, item) => sum + membersIn(item),
        Array.isArray(value) ? 0 : Object.keys(value).length,
      );

/** The values at the depth at which a scanner stops entering containers, found by plain recursion. */
function valuesAt(value: unknown, depth: number, path: JsonPath = []): { path: JsonPath; value: unknown }[] {
  if (depth === 0 || typeof value !== 'object' || value === null) return [{ path, value }];
  return Array.isArray(value)
    ? value.flatMap((item, index) => valuesAt(item, depth - 1, [...path, index]))
    : Object.entries(value).flatMap(([name, item]) => valuesAt(item, depth - 1, [...path, name]));
}

describe('JsonScanner', () => {
  it('reports the same values as JSON.parse, whatever the pieces and the spacing', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 5 }),
        fc.constantFrom('', ' ', '\t', '   '),
        fc.array(fc.integer({ min: 0, max: 7 })),
        fc.integer({ min: 0, max: 3 }),
        (document, indent, pieces, depth) => {
          const text = ` ${JSON.stringify(document, null, indent)}\n`;
          const bytes = Buffer.from(text);
          const seen = scan(bytes, pieces, depth);
          const expected = valuesAt(JSON.parse(text), depth);
          expect(seen.map(({ path }) => path)).toEqual(expected.map(({ path }) => path));
          seen.forEach((one, index) => {
            expect(JSON.parse(one.text)).toEqual(expected[index]?.value);
            expect(one.members).toBe(membersIn(expected[index]?.value));
            expect(bytes.subarray(one.byte, one.byte + Buffer.byteLength(one.text)).toString()).toBe(
              one.text,
            );
          });
        },
      ),
    );
  });

  it('refuses every truncated text, with the offset of its end', () => {
    const text = '{"a":[1,{"b":"x\\"y\\\\"},"é"],"c":{"d":[[]]},"e":null}';
    const bytes = Buffer.from(text);
    for (let size = 0; size < bytes.length; size++) {
      expect(() => scan(bytes.subarray(0, size), [3], 2), `${size} bytes`).toThrow(
        `@${size}: the file ends here`,
      );
    }
    expect(() => scan(bytes, [3], 2)).not.toThrow();
  });

  it('refuses misplaced tokens, with their offset', () => {
    for (const [text, message] of [
      ['{"a":1,}', 'a name in double quotes'],
      ['{"a" 1}', '@5: found "1" where a ":"'],
      ['{"a":1 "b":2}', '@7: found """ where a "," or "}"'],
      ['{"a":[1,]}', '@8: found "]" where a value'],
      ['{"a":[1 2]}', 'where a "," or "]"'],
      ['{} {}', '@3: found "{" where nothing more'],
      ['{"a":}', 'where a value'],
      ['{"a":1,"a":2}', 'the name "a" stands twice'],
      ['{a:1}', 'found "a" where a name'],
    ] as const) {
      expect(() => scanText(text), text).toThrow(message);
    }
  });

  it('names the path of what it refuses', () => {
    expect(() => scanText('{"result":[{},{}', 2)).toThrow('result/1 @16');
  });

  it('stops at a depth bomb before its end', () => {
    const bomb = Buffer.alloc(5_000_000, '[');
    expect(() => scan(bomb, [], 0)).toThrow('@100: objects and lists are nested deeper than 100 levels');
  });

  it('stops at an endless object, if it enters it', () => {
    const text = JSON.stringify(
      Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`n${index}`, 0])),
    );
    expect(() => scanText(text, 1)).toThrow('this object has more than 1000 members');
    expect(scanText(text, 0)).toMatchObject([{ members: 1001 }]);
  });

  it('stops at a value that is too large, without keeping more of it in memory', () => {
    const large = Buffer.from(`{"a":"${'x'.repeat(3000)}"}`);
    const small = { recordBytes: 1000, depth: 100 };
    const pieces = Array.from({ length: 300 }, () => 10);
    expect(() => scan(large, pieces, 1, small)).toThrow('a @5: this value is larger than the 1,000 bytes');
  });
});
