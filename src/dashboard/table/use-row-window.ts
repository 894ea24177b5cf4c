/** The visible rows: TanStack Virtual over the scroller's slots, and the base that converts slots to rows. */
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { anchorOf, baseAt, jumpPixels, rowHeight, slotCount, type Extent } from './row-window';

export interface RowWindow {
  /** The height of the scroller's content in pixels. */
  height: number;
  /** The rows to draw: their numbers and positions. */
  rows: readonly { row: number; top: number }[];
  /** The first row that is completely visible. */
  top: number;
  /** The first and last of the rows to draw, for loading pages. */
  first: number;
  last: number;
  /** Scrolls a row into view, a distant one to the middle; `top` scrolls it to the top. */
  showRow: (row: number, where?: 'top' | 'nearest') => void;
  /** The number of whole rows that fit. */
  visible: number;
}

type Scroller = Virtualizer<HTMLElement, Element>;

const overscan = 6;
const restMilliseconds = 160;
/** A row that is cut off by less than a pixel is in view: browsers round scroll positions. */
const tolerance = 1 / rowHeight;

export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  rowCount: number,
  headHeight: number,
): RowWindow {
  const [base, setBase] = useState(0);
  // The values that the scroll handler reads: it is older than the latest render, and runs before the next.
  const now = useRef<{ extent: Extent; base: number; top: number }>({
    extent: { rows: 0, fits: 0 },
    base: 0,
    top: 0,
  });

  const moveTo = useCallback((element: HTMLElement, topRow: number) => {
    const anchor = anchorOf(topRow, now.current.extent);
    now.current.base = anchor.base;
    setBase(anchor.base);
    element.scrollTop = anchor.slot * rowHeight;
    now.current.top = element.scrollTop;
  }, []);

  // Replaces the library's own listener: the base must be correct in the same render as the slots.
  const observeElementOffset = useCallback(
    ({ scrollElement: element }: Scroller, report: (offset: number, isScrolling: boolean) => void) => {
      if (element === null) return undefined;
      let rest: ReturnType<typeof setTimeout> | undefined;
      const onRest = () => {
        const { base: current, top, extent } = now.current;
        const topRow = current + top / rowHeight;
        // A difference of one slot is not visible in the scroll bar.
        if (Math.abs(anchorOf(topRow, extent).slot - top / rowHeight) >= 1) moveTo(element, topRow);
        report(now.current.top, false);
      };
      const onScroll = () => {
        const top = element.scrollTop;
        const { extent, top: before } = now.current;
        now.current.top = top;
        if (Math.abs(top - before) > jumpPixels(extent)) now.current.base = baseAt(top / rowHeight, extent);
        flushSync(() => {
          setBase(now.current.base);
          report(top, true);
        });
        clearTimeout(rest);
        rest = setTimeout(onRest, restMilliseconds);
      };
      element.addEventListener('scroll', onScroll, { passive: true });
      return () => {
        clearTimeout(rest);
        element.removeEventListener('scroll', onScroll);
      };
    },
    [moveTo],
  );

  const slots = slotCount(rowCount);
  const virtualizer = useVirtualizer<HTMLElement, Element>({
    count: slots,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan,
    paddingStart: headHeight,
    observeElementOffset,
    // Our listener already renders synchronously.
    useFlushSync: false,
  });
  const fits = Math.max(0, ((virtualizer.scrollRect?.height ?? 0) - headHeight) / rowHeight);
  // The base of a longer table may be too large for a shorter one.
  const safeBase = Math.min(base, rowCount - slots);
  useEffect(() => {
    now.current.extent = { rows: rowCount, fits };
    now.current.base = Math.min(now.current.base, rowCount - slots);
  }, [rowCount, slots, fits]);

  const showRow = useCallback(
    (row: number, where: 'top' | 'nearest' = 'nearest') => {
      const element = scroller.current;
      if (element === null) return;
      const shown = (element.clientHeight - headHeight) / rowHeight;
      now.current.extent = { rows: rowCount, fits: shown };
      const top = Math.min(now.current.base, rowCount - slotCount(rowCount)) + element.scrollTop / rowHeight;
      const isVisible = row >= top - tolerance && row + 1 <= top + shown + tolerance;
      if (where === 'nearest' && isVisible) return;
      const isFar = where === 'nearest' && (row < top - shown || row > top + 2 * shown);
      if (isFar) moveTo(element, row - (shown - 1) / 2);
      else moveTo(element, where === 'top' || row < top ? row : row + 1 - shown);
    },
    [scroller, rowCount, headHeight, moveTo],
  );

  const items = virtualizer.getVirtualItems();
  return {
    height: virtualizer.getTotalSize(),
    rows: items.map(({ index, start }) => ({ row: safeBase + index, top: start })),
    top: safeBase + Math.ceil((virtualizer.scrollOffset ?? 0) / rowHeight - tolerance),
    first: safeBase + (items[0]?.index ?? 0),
    last: safeBase + (items.at(-1)?.index ?? 0),
    showRow,
    visible: Math.max(1, Math.floor(fits)),
  };
}
