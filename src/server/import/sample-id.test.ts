/** Sample ids as they are written: at any position, and never rounded. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleIdOf } from './sample-id';

const idOf = (text: string) => sampleIdOf(Buffer.from(text));

describe('sampleIdOf', () => {
  it('reads any id that is exact, first or last, with any spacing', () => {
    const space = fc.constantFrom('', ' ', '\n\t ');
    fc.assert(
      fc.property(fc.maxSafeNat(), space, space, fc.boolean(), (id, before, after, isFirst) => {
        const member = `${before}"sampleId"${after}:${before}${id}${after}`;
        const other = '"x":{"sampleId":5,"y":"\\"sampleId\\":6"}';
        expect(idOf(`{${isFirst ? `${member},${other}` : `${other},${member}`}}`)).toEqual({ id });
      }),
    );
  });

  it.each([
    ['9007199254740993'],
    ['9007199254740992'],
    ['9007199254740991.4'],
    ['1.0'],
    ['1e3'],
    ['-1'],
    ['-0'],
    ['007'],
    ['"7"'],
    ['null'],
    ['[7]'],
  ])('returns the text of %s instead of a number', (text) => {
    expect(idOf(`{"sampleId":${text},"x":1}`)).toEqual({ text });
    expect(idOf(`{"x":1,"sampleId":${text}}`)).toEqual({ text });
  });

  it('reports that there is none', () => {
    expect(idOf('{"id":7}')).toEqual({ text: undefined });
    expect(idOf('{}')).toEqual({ text: undefined });
  });

  it('accepts 0 and the largest exact number', () => {
    expect(idOf('{"sampleId":0}')).toEqual({ id: 0 });
    expect(idOf('{"sampleId":9007199254740991}')).toEqual({ id: Number.MAX_SAFE_INTEGER });
  });
});
