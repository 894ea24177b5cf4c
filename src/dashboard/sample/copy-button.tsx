/** Copies a text, and says so. */
import { useEffect, useState } from 'react';
import classes from './buttons.module.css';

interface CopyButtonProps {
  /** Made when it is asked for: it may be long. */
  text: () => string;
  name: string;
  children: string;
}

export function CopyButton({ text, name, children }: CopyButtonProps) {
  const [said, setSaid] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (said === null) return undefined;
    const timer = setTimeout(() => setSaid(null), 1600);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      setSaid('copied');
    } catch {
      // Without HTTPS on another host the browser keeps its clipboard shut.
      setSaid('failed');
    }
  };
  const shown = { copied: 'copied', failed: 'not allowed here' };
  return (
    <button type="button" className={classes['bare']} title={name} onClick={() => void copy()}>
      <span className="visually-hidden">{name}: </span>
      <span aria-live="polite">{said === null ? children : shown[said]}</span>
    </button>
  );
}
