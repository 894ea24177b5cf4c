/** A link with names that this version does not know shows what it can, and reports what was ignored. */
import { expect, test } from 'vitest';
import { unknownParts } from './unknown-parts';

const messages = (view: string | undefined, cols?: readonly string[]) =>
  unknownParts({ ...(view !== undefined && { view }), ...(cols && { cols }) }).map(({ message }) => message);

test('known names are not reported, nor a metadata key that this run may not have', () => {
  expect(messages(undefined)).toEqual([]);
  expect(messages('samples')).toEqual([]);
  expect(messages('matrix', ['sample', 'label', 'preview', 'meta.site', 'meta.'])).toEqual([]);
});

test('an unknown view and unknown columns are reported', () => {
  expect(messages('martix')).toEqual(['"view" must be one of samples, matrix; there is no view "martix"']);
  expect(messages(undefined, ['label', 'lable'])).toEqual([
    '"cols" must be a comma list of columns; there is no column "lable"',
  ]);
  expect(messages('x', ['label', 'constructor', '__proto__'])).toEqual([
    '"view" must be one of samples, matrix; there is no view "x"',
    '"cols" must be a comma list of columns; there are no columns "constructor", "__proto__"',
  ]);
});

test('many and long names are shortened, and none reorders the words around it', () => {
  const [message] = messages(undefined, ['a'.repeat(80), '\u202eb', 'c', 'd', 'e', 'f', 'g']);
  expect(message).toBe(
    `"cols" must be a comma list of columns; there are no columns "${'a'.repeat(60)}", "\u2068\u202eb\u202c\u2069", "c", "d", "e" and 2 more`,
  );
});
