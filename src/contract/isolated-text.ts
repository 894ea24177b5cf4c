/** Isolates text from outside within a sentence, so that its writing direction and control characters end with it. */

/** Characters that can change the order of letters: right-to-left characters, and the directional controls. */
const turning =
  /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const endsOfParagraph = new Set('\n\r\u001c\u001d\u001e\u0085\u2029');

const firstStrongIsolate = '\u2068';
const endOfIsolate = '\u2069';
const endOfEmbedding = '\u202c';

/**
 * Returns the text as an isolated run, or unchanged if nothing in it affects the direction. Unclosed controls are
 * closed, and unmatched closing controls get an opening one; otherwise they would affect the surrounding words.
 */
export function isolatedText(text: string): string {
  if (!turning.test(text)) return text;
  let opened = firstStrongIsolate;
  let open: string[] = [];
  for (const control of text) {
    if (control === endOfIsolate) {
      const start = open.lastIndexOf(endOfIsolate);
      if (start < 0) opened += firstStrongIsolate;
      open = open.slice(0, Math.max(0, start));
    } else if (control === endOfEmbedding) {
      if (open.at(-1) === endOfEmbedding) open.pop();
    } else if (control >= '\u2066' && control <= '\u2068') open.push(endOfIsolate);
    else if (control >= '\u202a' && control <= '\u202e') open.push(endOfEmbedding);
    else if (endsOfParagraph.has(control)) open = [];
  }
  return `${opened}${text}${open.toReversed().join('')}${endOfIsolate}`;
}
