/**
 * Row numbers, pages and scroll positions of a table that may be higher than browsers allow an element to be.
 *
 * The scroller has a slot for each row up to `maxSlots`. Beyond that, slot `s` shows row `base + s`: small scrolls
 * keep the base, so that the wheel and the keys move row by row; a jump of the scroll bar chooses the base in
 * proportion; and when scrolling stops, the scroll bar is moved to its proportional position, with the same rows
 * visible. The first and the last `endSlots` are not scaled, so that the scroll bar cannot reach its end before the
 * rows do.
 */

export const rowHeight = 44;

/**
 * 4.4 million pixels: below the limits of browsers (Firefox about 17.8, Chromium and Safari 33.5 million), and few
 * enough that measuring all slots again, as the library does when their number changes, is cheap; yet a pixel of
 * the scroll bar is clearly more than a turn of the wheel.
 */
export const maxSlots = 100_000;

/** 44,000 pixels, far more than one continuous scroll, and 1 % of the scroll bar. */
export const endSlots = 1000;

export interface Extent {
  rows: number;
  /** The number of rows in the viewport, including a fraction. */
  fits: number;
}

/** The number of slots of the scroller. */
export const slotCount = (rows: number) => Math.min(rows, maxSlots);

/** The number of slots between the two ends, and the number of rows without a slot. */
function scaleOf({ rows, fits }: Extent): { between: number; hidden: number } {
  const slots = slotCount(rows);
  return { between: Math.max(1, slots - fits - 2 * endSlots), hidden: rows - slots };
}

/** The proportional base for a slot at the top; 0 while every row has a slot. */
export function baseAt(topSlot: number, extent: Extent): number {
  const { between, hidden } = scaleOf(extent);
  const share = Math.min(1, Math.max(0, (topSlot - endSlots) / between));
  return Math.round(share * hidden);
}

/**
 * The slot at the top (a fraction, like `topRow`) and the base for which the scroll bar is at its proportional
 * position.
 */
export function anchorOf(topRow: number, extent: Extent): { slot: number; base: number } {
  const { between, hidden } = scaleOf(extent);
  const wanted = Math.min(Math.max(0, topRow), Math.max(0, extent.rows - extent.fits));
  const slot = endSlots + (wanted - endSlots) / (1 + hidden / between);
  const base = Math.min(Math.max(0, Math.round(wanted - slot)), hidden);
  return { slot: wanted - base, base };
}

/**
 * The minimum distance in pixels of a scroll bar jump: half of one of the bar's own pixels; smaller distances are
 * wheel or keys.
 */
export const jumpPixels = ({ rows, fits }: Extent) => slotCount(rows) / (2 * Math.max(1, fits));

/** The numbers of the pages that contain the rows from `first` to `last`, inclusive. */
export function pagesOf(first: number, last: number, pageSize: number): number[] {
  const from = Math.floor(Math.max(0, first) / pageSize);
  const to = Math.floor(Math.max(0, last) / pageSize);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
