/**
 * Row numbers, pages and scroll positions of a table that may have more rows than a browser lets an element be high.
 *
 * The scroller has a slot for each row up to `maxSlots`. Past that, slot `s` shows row `base + s`: small scrolls keep
 * the base, so that the wheel and the keys move row by row; a jump of the scroll bar chooses the base by proportion,
 * so that the bar's ends are the table's ends; and when scrolling rests, the bar is put back to where its proportion
 * says, with the same rows on screen.
 */

export const rowHeight = 44;

/** 4.4 million pixels: well below the caps of the browsers (Firefox about 17.8, Chromium 33.5 million). */
export const maxSlots = 100_000;

/** How many slots the scroller has. */
export const slotCount = (rows: number) => Math.min(rows, maxSlots);

/** The base that belongs to a scroll position by proportion; 0 while every row has a slot of its own. */
export function baseAt(topSlot: number, rows: number, visible: number): number {
  const slots = slotCount(rows);
  const range = Math.max(1, slots - visible);
  const share = Math.min(1, Math.max(0, topSlot / range));
  return Math.round(share * (rows - slots));
}

/** The slot at the top and the base for which a row is at the top and the bar stands by proportion. */
export function anchorOf(topRow: number, rows: number, visible: number): { slot: number; base: number } {
  const slots = slotCount(rows);
  const range = Math.max(1, slots - visible);
  const wanted = Math.min(Math.max(0, topRow), Math.max(0, rows - visible));
  const perSlot = (rows - slots) / range;
  const slot = Math.min(Math.max(0, Math.round(wanted / (1 + perSlot))), Math.max(0, slots - visible));
  const base = Math.min(Math.max(0, wanted - slot), rows - slots);
  return { slot: wanted - base, base };
}

/** The numbers of the pages that hold the rows from `first` to `last`, both included. */
export function pagesOf(first: number, last: number, pageSize: number): number[] {
  const from = Math.floor(Math.max(0, first) / pageSize);
  const to = Math.floor(Math.max(0, last) / pageSize);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
