/** Bidirectional text must not affect the text around it. */
import { expect, test } from 'vitest';
import { isolatedText } from './isolated-text';

test.each(['', 'idle', 'Übung 12,5 %', '名前', '👩‍👩‍👧', 'a\nb'])('%j is left as it is', (text) => {
  expect(isolatedText(text)).toBe(text);
});

test.each([
  ['from right to left', 'שלום', '\u2068שלום\u2069'],
  ['an override that is not closed', 'a\u202eb', '\u2068a\u202eb\u202c\u2069'],
  ['an override that is closed', 'a\u202eb\u202c', '\u2068a\u202eb\u202c\u2069'],
  ['an isolate that is not closed', '\u2067a', '\u2068\u2067a\u2069\u2069'],
  ['the end of an isolate that was never opened', 'a\u2069\u202eb', '\u2068\u2068a\u2069\u202eb\u202c\u2069'],
  ['an end of an embedding that was never opened', 'a\u202cb', '\u2068a\u202cb\u2069'],
  [
    'an isolate that ends with what is open in it',
    '\u2066\u202ea\u2069b',
    '\u2068\u2066\u202ea\u2069b\u2069',
  ],
  [
    'an override after the end of a paragraph',
    '\u2067a\u2029\u202eb',
    '\u2068\u2067a\u2029\u202eb\u202c\u2069',
  ],
  ['many within each other', '\u202e\u2067\u202db', '\u2068\u202e\u2067\u202db\u202c\u2069\u202c\u2069'],
])('%s', (_, text, isolated) => {
  expect(isolatedText(text)).toBe(isolated);
});
