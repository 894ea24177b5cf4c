/** The table's own keys: rows up and down, pages, ends, a row's number, open, copy. */
import { useRef, useState, type KeyboardEvent } from 'react';
import { formatCount } from '../ui/numbers-in-words';

export interface TableActions {
  rowCount: number;
  visible: number;
  focused: number;
  focusRow: (row: number) => void;
  openRow: (row: number) => void;
  closeSample: () => void;
  /** The row's cells as text, or `undefined` while it is loading. */
  rowText: (row: number) => string | undefined;
}

const numberPause = 1500;

/** The key handler, and the announcement after a key without visible effect. */
export function useTableKeyboard(actions: TableActions): {
  onKeyDown: (event: KeyboardEvent) => void;
  said: string;
} {
  const [said, setSaid] = useState('');
  const typed = useRef({ digits: '', at: 0 });
  const { rowCount, visible, focused, focusRow, openRow } = actions;
  const last = Math.max(0, rowCount - 1);
  const go = (row: number) => focusRow(Math.min(last, Math.max(0, row)));

  const typeDigit = (digit: string, at: number) => {
    const before = at - typed.current.at < numberPause ? typed.current.digits : '';
    typed.current = { digits: `${before}${digit}`.slice(0, 9), at };
    setSaid(`Row ${typed.current.digits}: press Enter to go there`);
  };
  const enter = () => {
    const { digits } = typed.current;
    typed.current = { digits: '', at: 0 };
    if (digits === '') openRow(focused);
    else {
      go(Number(digits) - 1);
      setSaid(`Row ${formatCount(Math.min(rowCount, Math.max(1, Number(digits))))}`);
    }
  };
  const copy = () => {
    if (window.getSelection()?.toString() !== '') return false;
    const text = actions.rowText(focused);
    if (text === undefined) return false;
    void navigator.clipboard.writeText(text).then(
      () => setSaid('Row copied'),
      () => setSaid('The browser did not allow copying'),
    );
    return true;
  };

  const steps: Readonly<Record<string, () => void>> = {
    ArrowDown: () => go(focused + 1),
    ArrowUp: () => go(focused - 1),
    PageDown: () => go(focused + visible),
    PageUp: () => go(focused - visible),
    Home: () => go(0),
    End: () => go(last),
    Enter: enter,
    ' ': () => openRow(focused),
    Escape: actions.closeSample,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    if ((event.ctrlKey || event.metaKey) && event.key === 'c') {
      if (copy()) event.preventDefault();
      return;
    }
    if (event.altKey || ((event.ctrlKey || event.metaKey) && event.key !== 'Home' && event.key !== 'End'))
      return;
    const step = Object.hasOwn(steps, event.key) ? steps[event.key] : undefined;
    if (step !== undefined) {
      setSaid('');
      step();
    } else if (/^\d$/.test(event.key)) typeDigit(event.key, event.timeStamp);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { onKeyDown, said };
}
