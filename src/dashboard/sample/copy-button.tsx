/** A button that copies a text and confirms it. */
import { useEffect, useState } from 'react';
import classes from './buttons.module.css';

interface CopyButtonProps {
  /** Computed on demand, since it may be long. */
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
      // Browsers allow clipboard access on other hosts only with HTTPS.
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
