/**
 * Row numbers, pages and scroll positions of a table that may have more rows than a browser lets an element be high.
 *
 * The scroller has a slot for each row up to `maxSlots`. Past that, slot `s` shows row `base + s`: small scrolls keep
 * the base, so that the wheel and the keys move row by row; a jump of the scroll bar chooses the base by proportion;
 * and when scrolling rests, the bar is put to where its proportion says, with the same rows on screen. The first and
 * the last `endSlots` are not scaled, so that nobody runs out of bar before running out of rows.
 */

export const rowHeight = 44;

/**
 * 4.4 million pixels: below the caps of the browsers (Firefox about 17.8, Chromium and Safari 33.5 million), and few
 * enough that measuring each slot anew, as the library does when their number changes, is no work to speak of; more
 * than a pixel of the bar needs to be told from a wheel's turn.
 */
export const maxSlots = 100_000;

/** 44,000 pixels, far more than one scroll without a rest, and 1 % of the bar. */
export const endSlots = 1000;

export interface Extent {
  rows: number;
  /** How many rows the viewport shows, with the fraction of the last one. */
  fits: number;
}

/** How many slots the scroller has. */
export const slotCount = (rows: number) => Math.min(rows, maxSlots);

/** How many slots lie between the two ends, and how many rows have no slot of their own. */
function scaleOf({ rows, fits }: Extent): { between: number; hidden: number } {
  const slots = slotCount(rows);
  return { between: Math.max(1, slots - fits - 2 * endSlots), hidden: rows - slots };
}

/** The base that belongs to the slot at the top by proportion; 0 while every row has a slot of its own. */
export function baseAt(topSlot: number, extent: Extent): number {
  const { between, hidden } = scaleOf(extent);
  const share = Math.min(1, Math.max(0, (topSlot - endSlots) / between));
  return Math.round(share * hidden);
}

/** The slot at the top (a fraction, as `topRow` may be) and the base for which the bar stands by proportion. */
export function anchorOf(topRow: number, extent: Extent): { slot: number; base: number } {
  const { between, hidden } = scaleOf(extent);
  const wanted = Math.min(Math.max(0, topRow), Math.max(0, extent.rows - extent.fits));
  const slot = endSlots + (wanted - endSlots) / (1 + hidden / between);
  const base = Math.min(Math.max(0, Math.round(wanted - slot)), hidden);
  return { slot: wanted - base, base };
}

/** The pixels that the bar moves the content by at least: one of its own, halved; less is the wheel or a key. */
export const jumpPixels = ({ rows, fits }: Extent) => slotCount(rows) / (2 * Math.max(1, fits));

/** The numbers of the pages that hold the rows from `first` to `last`, both included. */
export function pagesOf(first: number, last: number, pageSize: number): number[] {
  const from = Math.floor(Math.max(0, first) / pageSize);
  const to = Math.floor(Math.max(0, last) / pageSize);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
