/** The rows on screen: TanStack Virtual over the scroller's slots, and the base that turns slots into rows. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { anchorOf, baseAt, rowHeight, slotCount } from './row-window';

export interface RowWindow {
  /** Pixels of the scroller's content. */
  height: number;
  /** The rows to draw: their number and where they stand. */
  rows: readonly { row: number; top: number }[];
  /** The first and last row that are really visible, for the pages to load. */
  first: number;
  last: number;
  /** Brings a row into view; `top` puts it at the top. */
  showRow: (row: number, where?: 'top' | 'nearest') => void;
  /** How many whole rows fit. */
  visible: number;
}

const overscan = 6;
const restMilliseconds = 160;

export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  rowCount: number,
  headHeight: number,
): RowWindow {
  const [base, setBase] = useState(0);
  const slots = slotCount(rowCount);
  const lastTop = useRef(0);
  const virtualizer = useVirtualizer({
    count: slots,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan,
    paddingStart: headHeight,
  });
  const viewport = virtualizer.scrollRect?.height ?? 0;
  const visible = Math.max(1, Math.floor((viewport - headHeight) / rowHeight));
  // A shorter table leaves no room for the base of a longer one.
  const safeBase = Math.min(base, rowCount - slots);
  const baseNow = useRef(safeBase);
  useEffect(() => {
    baseNow.current = safeBase;
  });

  const scrollToSlot = useCallback(
    (slot: number, pixels = 0) => {
      const element = scroller.current;
      if (element === null) return;
      lastTop.current = slot * rowHeight + pixels;
      element.scrollTop = lastTop.current;
    },
    [scroller],
  );

  useEffect(() => {
    const element = scroller.current;
    if (element === null || rowCount <= slots) return undefined;
    let rest: ReturnType<typeof setTimeout> | undefined;
    const onScroll = () => {
      const top = element.scrollTop;
      const moved = Math.abs(top - lastTop.current);
      lastTop.current = top;
      const atEnd = top <= 0 || top >= element.scrollHeight - element.clientHeight - 1;
      if (moved > 3 * element.clientHeight || atEnd) setBase(baseAt(top / rowHeight, rowCount, visible));
      clearTimeout(rest);
      rest = setTimeout(() => {
        const slot = Math.floor(element.scrollTop / rowHeight);
        const pixels = element.scrollTop - slot * rowHeight;
        setBase((current) => {
          const anchor = anchorOf(Math.min(current, rowCount - slots) + slot, rowCount, visible);
          if (anchor.slot !== slot) scrollToSlot(anchor.slot, pixels);
          return anchor.base;
        });
      }, restMilliseconds);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      clearTimeout(rest);
      element.removeEventListener('scroll', onScroll);
    };
  }, [scroller, rowCount, slots, visible, scrollToSlot]);

  const showRow = useCallback(
    (row: number, where: 'top' | 'nearest' = 'nearest') => {
      const element = scroller.current;
      if (element === null) return;
      const fits = Math.max(1, Math.floor((element.clientHeight - headHeight) / rowHeight));
      const top = baseNow.current + element.scrollTop / rowHeight;
      const isVisible = row >= top && row + 1 <= top + (element.clientHeight - headHeight) / rowHeight;
      if (where === 'nearest' && isVisible) return;
      const wanted = where === 'top' || row < top ? row : row - fits + 1;
      const anchor = anchorOf(wanted, rowCount, fits);
      setBase(anchor.base);
      scrollToSlot(anchor.slot);
    },
    [scroller, rowCount, headHeight, scrollToSlot],
  );

  const items = virtualizer.getVirtualItems();
  const [firstItem] = items;
  const lastItem = items.at(-1);
  return {
    height: virtualizer.getTotalSize(),
    rows: items.map(({ index, start }) => ({ row: safeBase + index, top: start })),
    first: safeBase + (firstItem?.index ?? 0),
    last: safeBase + (lastItem?.index ?? 0),
    showRow,
    visible,
  };
}
