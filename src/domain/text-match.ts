/** How text is compared everywhere: folding, "contains", search terms, and the one order of text. */

const isPlain = (text: string): boolean => {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
};

/** The text as comparisons see it: Unicode NFC, then lower case. */
export function foldText(text: string): string {
  if (isPlain(text)) return text.toLowerCase();
  // Some pairs of letter and mark (H + macron below) have one character in lower case only: compose once more.
  return text.normalize('NFC').toLowerCase().normalize('NFC');
}

/** Whether the text contains the other, whatever their case and composition; all characters are ordinary. */
export function containsText(haystack: string, needle: string): boolean {
  return foldText(haystack).includes(foldText(needle));
}

/** The white-space separated terms of a search, folded. */
export function searchTerms(text: string): string[] {
  return foldText(text)
    .split(/\s+/u)
    .filter((term) => term !== '');
}

/** A UTF-16 unit moved so that units order as code points do: surrogates stand above U+E000 to U+FFFF. */
const rankOfUnit = (unit: number): number =>
  unit < 0xd800 ? unit : unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;

/** Negative, zero or positive by the order of code points (that of UTF-8 bytes), which is not that of `<`. */
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

/** The one order of text: folded by code point, then, where the folded are equal, as written by code point. */
export function compareText(a: string, b: string): number {
  return compareCodePoints(foldText(a), foldText(b)) || compareCodePoints(a, b);
}
