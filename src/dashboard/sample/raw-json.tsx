/** The original record of a sample as JSON; generated only on demand. */
import { useMemo, useState } from 'react';
import type { SampleEntry } from '../../contract/schemas/result-page';
import { formatCount } from '../ui/numbers-in-words';
import { CopyButton } from './copy-button';
import classes from './raw-json.module.css';

/** The amount of text that a browser can still scroll smoothly. */
const shownCharacters = 200_000;

const jsonOf = ({ result, predictions }: SampleEntry) => JSON.stringify({ result, predictions }, null, 2);

function Text({ entry }: { entry: SampleEntry }) {
  const text = useMemo(() => jsonOf(entry), [entry]);
  const isCut = text.length > shownCharacters;
  return (
    <>
      <div className={classes['tools']}>
        {isCut && (
          <span className="dim">
            The first {formatCount(shownCharacters)} of {formatCount(text.length)} characters
          </span>
        )}
        <CopyButton text={() => text} name="Copy the record as JSON">
          {isCut ? 'copy all' : 'copy'}
        </CopyButton>
      </div>
      <pre className={classes['text']} tabIndex={0} aria-label="Record as JSON">
        {isCut ? `${text.slice(0, shownCharacters)}\n…` : text}
      </pre>
    </>
  );
}

export function RawJson({ entry }: { entry: SampleEntry }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details
      className={classes['details']}
      open={isOpen}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
    >
      <summary>Record as JSON</summary>
      {isOpen && <Text entry={entry} />}
    </details>
  );
}
