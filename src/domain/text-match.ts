/** How text is compared everywhere: folding, "contains", search terms, and sort order. */

const isPlain = (text: string): boolean => {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
};

/** The form of a text used in comparisons: Unicode NFC, then lower case. */
export function foldText(text: string): string {
  if (isPlain(text)) return text.toLowerCase();
  // For some letters with a mark (H with macron below) only the lower-case form is composed, so compose once more.
  return text.normalize('NFC').toLowerCase().normalize('NFC');
}

/** Whether the text contains the other, ignoring case and composition; there are no wildcards. */
export function containsText(haystack: string, needle: string): boolean {
  return foldText(haystack).includes(foldText(needle));
}

/** The whitespace-separated terms of a search, folded. */
export function searchTerms(text: string): string[] {
  return foldText(text)
    .split(/\s+/u)
    .filter((term) => term !== '');
}

/** Maps a UTF-16 unit so that units sort like code points: surrogates sort after U+E000 to U+FFFF. */
const rankOfUnit = (unit: number): number =>
  unit < 0xd800 ? unit : unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;

/** Negative, zero or positive by code point order (that of UTF-8 bytes), which differs from the order of `<`. */
export function compareCodePoints(a: string, b: string): number {
  if (a === b) return 0;
  const shared = Math.min(a.length, b.length);
  for (let at = 0; at < shared; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return rankOfUnit(left) - rankOfUnit(right);
  }
  return a.length - b.length;
}

/** The sort order of text: by the code points of the folded text, then by those of the original. */
export function compareText(a: string, b: string): number {
  return compareCodePoints(foldText(a), foldText(b)) || compareCodePoints(a, b);
}
