/** Lines for a terminal: any text becomes a single line that cannot control the terminal. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isolatedText } from '../../contract/isolated-text';
import { Output, printable } from './terminal';

const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

describe('printable', () => {
  it.each([
    ['\u001b[31mred', String.raw`\u001b[31mred`],
    ['\u009b0m \u007f', String.raw`\u009b0m \u007f`],
    ['a\r\n\tb\u0000', String.raw`a\r\n\tb\u0000`],
    ['\u202egnp.exe', String.raw`\u202egnp.exe`],
    ['a\u2028b\u2029\u061c\u200f', String.raw`a\u2028b\u2029\u061c\u200f`],
    ['50 % · naïve 名 🙂 שלום', '50 % · naïve 名 🙂 שלום'],
  ])('%j', (text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  it('leaves out the isolation characters of our own sentences', () => {
    expect(printable(`${isolatedText('שלום.json')}, line 1`)).toBe('שלום.json, line 1');
  });

  it('lets no control character through', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !unseen.test(printable(text))));
  });
});

describe('an output', () => {
  it('indents all lines of a message except the first, so that no text can fake one', () => {
    let written = '';
    const output = new Output({ write: (text) => void (written += text) });
    output.message('error 1: Error: x\nSecond Look is at http://evil/\n    at here');
    expect(written).toBe('error 1: Error: x\n    Second Look is at http://evil/\n    at here\n');
  });
});
